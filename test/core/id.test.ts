import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ID_PREFIXES, isId, makeId, makeTenantId, tenantIdToUuid, uuidToTenantId } from '#core/id.ts';

const random = fc.uint8Array({ minLength: 10, maxLength: 10 });
const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const prefix = fc.constantFrom(...ID_PREFIXES);

describe('identifiers', () => {
  it('are ids of their own kind and of no other', () => {
    fc.assert(
      fc.property(prefix, prefix, time, random, (own, other, ms, bytes) => {
        const id = makeId(own, ms, bytes);
        expect(id).toMatch(/^[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}$/);
        expect(isId(own, id)).toBe(true);
        expect(isId(other, id)).toBe(own === other);
      }),
    );
  });

  it('sort as text in order of time', () => {
    fc.assert(
      fc.property(time, time, random, random, (a, b, x, y) => {
        fc.pre(a < b);
        expect(makeId('vrd', a, x) < makeId('vrd', b, y)).toBe(true);
      }),
    );
  });

  it('have one spelling only', () => {
    const id = makeId('key', 1_700_000_000_000, new Uint8Array(10).fill(7));
    for (const other of [
      id.toUpperCase(),
      ` ${id}`,
      `${id} `,
      id.slice(0, -1),
      `${id}0`,
      id.replace(/.$/, 'l'),
      id.replace(/.$/, 'i'),
      `key_8${id.slice(5)}`,
      'key_',
      '',
    ]) {
      expect(isId('key', other), other).toBe(false);
    }
  });

  it('take no fewer random bytes than they promise', () => {
    expect(() => makeId('key', 0, new Uint8Array(9))).toThrow(RangeError);
  });
});

describe('tenant ids', () => {
  it('are UUIDs of version 7 that turn into their text and back', () => {
    fc.assert(
      fc.property(time, random, (ms, bytes) => {
        const uuid = makeTenantId(ms, bytes);
        expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(Number.parseInt(uuid.slice(0, 13).replace('-', ''), 16)).toBe(ms);
        expect(uuidToTenantId(uuid)).toBe(makeId('ten', ms, bytes));
        expect(tenantIdToUuid(uuidToTenantId(uuid))).toBe(uuid);
      }),
    );
  });

  it.each([['ten_'], ['key_00000000000000000000000000'], ['ten_8zzzzzzzzzzzzzzzzzzzzzzzzz'], ['']])('%j is none', (text) => {
    expect(tenantIdToUuid(text)).toBeNull();
  });
});
