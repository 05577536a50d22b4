import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isInside, parseNetwork, type Network } from '#core/network.ts';
import { entryOf, hasAddress, hasText, type NamedList } from '#core/policy/lists.ts';

const four = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.nat(3), fc.nat(3), fc.nat(3)).map((parts) => parts.join('.'));
const six = fc.tuple(fc.nat(3), fc.nat(3)).map(([a, b]) => `2001:${a}::${b}`);
const address = fc.oneof(
  four,
  six,
  four.map((text) => `::ffff:${text}`),
);
/** Bits behind the prefix are none: those of the address are cut off. */
const network = fc.tuple(fc.oneof(four, six), fc.nat(128)).map(([text, bits]) => {
  const bytes = parseNetwork(text)!.base.toByteArray();
  const length = Math.min(bits, bytes.length * 8);
  const masked = bytes.map((byte, i) => byte & (0xff << Math.min(8, Math.max(0, 8 * (i + 1) - length))) & 0xff);
  const hex = masked.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${bytes.length === 4 ? masked.join('.') : (hex.match(/.{4}/g) ?? []).join(':')}/${length}`;
});

test('an address is in a list exactly when one of its networks contains it', () => {
  let inside = 0;
  fc.assert(
    fc.property(fc.array(network, { maxLength: 6 }), address, (texts, ip) => {
      const entries = texts.map((text) => entryOf('networks', text)!);
      const list: NamedList = { name: 'l', kind: 'networks', entries };
      const wanted = isInside(
        texts.map((text) => parseNetwork(text) as Network),
        ip,
      );
      expect(hasAddress(list, ip)).toBe(wanted);
      inside += Number(wanted);
    }),
    { numRuns: 2_000 },
  );
  expect(inside).toBeGreaterThan(50);
});

test('what is no address, or a list of another kind, contains nothing', () => {
  const list: NamedList = { name: 'l', kind: 'networks', entries: ['0.0.0.0/0', '::/0'] };
  expect(['', 'x', '1.2.3', '01.2.3.4'].map((text) => hasAddress(list, text))).toEqual([false, false, false, false]);
  expect(hasAddress(list, '1.2.3.4')).toBe(true);
  expect(hasAddress({ ...list, kind: 'texts' }, '1.2.3.4')).toBe(false);
  expect(hasText(list, '::/0')).toBe(false);
  expect(hasText({ ...list, kind: 'texts' }, '::/0')).toBe(true);
});
