import { pathTraversal } from '#core/detect/path-traversal.ts';
import { canonicalisePath } from '#core/detect/path-traversal/canonical.ts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inspectText, runDetectorCases, runHostileInputs, subjectOf } from '../../support/detector-cases.ts';

runDetectorCases(pathTraversal);

describe('canonical path', () => {
  const name = fc.constantFrom('a', 'b', 'docs', 'x.txt');
  const step = fc.oneof(name, fc.constantFrom('.', '..', ''));

  test('climbs and lands as a plain walk over the segments does', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const walked: string[] = [];
        let climbs = 0;
        for (const one of steps) {
          if (one === '..') climbs += walked.pop() === undefined ? 1 : 0;
          else if (one !== '' && one !== '.') walked.push(one);
        }
        const path = canonicalisePath(`./${steps.join('/')}`);
        expect([path.climbs, path.segments]).toEqual([climbs, walked]);
      }),
    );
  });

  test('means the same with backslashes and with percent-encoding', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
        const plain = canonicalisePath(`./${steps.join('/')}`);
        for (const spelt of [`.\\${steps.join('\\')}`, `.%2f${steps.join('%2F').replaceAll('..', '%2e%2E')}`]) {
          const other = canonicalisePath(spelt);
          expect([other.climbs, other.segments]).toEqual([plain.climbs, plain.segments]);
        }
      }),
    );
  });

  test('throws on nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(canonicalisePath(text).climbs).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

test('padding hides nothing', () => {
  const text = `${'a/../'.repeat(100_000)}../../../etc/passwd`;
  expect(inspectText(pathTraversal, text, subjectOf({ role: 'path' }, text)).map((match) => match.rule.id)).toContain(
    'path.climb-to-system',
  );
});

const SEEDS = [
  '../',
  '..%2f',
  '%25',
  '%c0%ae',
  '....//',
  'a/',
  '\\../',
  '0x2e0x2e/',
  '/.ssh',
  '%u2215',
  '..2f',
  '%fc%80%80%80%80%ae',
  '.\\./',
  'id_rsa/',
  '/',
  ' ',
  '..;',
];
runHostileInputs(pathTraversal, 'path', SEEDS);
runHostileInputs(pathTraversal, 'query', ['../', ' '], 'a', 'b');
