import { ssrf } from '#core/detect/ssrf.ts';
import { readAuthorities } from '#core/detect/ssrf/authorities.ts';
import { classifyHost } from '#core/detect/ssrf/host.ts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runDetectorCases, runHostileInputs } from '../../support/detector-cases.ts';

runDetectorCases(ssrf);

const hex = (n: number): string => n.toString(16);

describe('host', () => {
  const octet = fc.integer({ min: 0, max: 255 });

  test('an address is placed alike in every notation', () => {
    fc.assert(
      fc.property(octet, octet, octet, octet, (a, b, c, d) => {
        const number = ((a * 256 + b) * 256 + c) * 256 + d;
        const { place } = classifyHost(`${a}.${b}.${c}.${d}`);
        const notations = [
          `${number}`,
          `0x${hex(number)}`,
          `${number + 2 ** 32}`,
          `0${a.toString(8)}.0x${hex(b)}.${c * 256 + d}`,
          `${a}.${b * 65536 + c * 256 + d}`,
          `[::ffff:${a}.${b}.${c}.${d}]`,
          `[64:ff9b::${hex(a * 256 + b)}:${hex(c * 256 + d)}]`,
          `${a}.${b}.${c}.${d}.`,
        ];
        for (const notation of notations) expect([notation, classifyHost(notation).place]).toEqual([notation, place]);
      }),
    );
  });

  test('agrees with the URL standard on which numbers lead to this host (127/8) or this network (0/8)', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0x7efffff0, max: 0x80000010 }), fc.nat(0x1000010)),
        (number) => {
          const standard = new URL(`http://${number}/`).hostname;
          expect(classifyHost(`${number}`).place === 'loopback').toBe(standard.startsWith('127.') || standard.startsWith('0.'));
        },
      ),
    );
  });

  test('throws on nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(classifyHost(text).place).toBeTypeOf('string');
        expect(readAuthorities(`http://${text}`)).toBeTypeOf('object');
        expect(readAuthorities(text)).toBeTypeOf('object');
      }),
    );
  });
});

const SEEDS = [
  '@',
  'http://a@',
  '/',
  '\\',
  'http://127.0.0.1',
  '?u=http://10.0.0.1&',
  '=http',
  '0.',
  '1',
  '[::',
  '%',
  '\uff11',
  'a.',
  '\t',
  ' ',
  '%41',
];
runHostileInputs(ssrf, 'url', SEEDS, 'http://x');
runHostileInputs(ssrf, 'url', ['\t', ' ', '/', '@'], 'http://x', 'a');
runHostileInputs(ssrf, 'host', ['1.', ':', 'a.']);
