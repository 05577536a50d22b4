import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32 as zlibCrc32 } from 'node:zlib';
import { checkApiKey, crc32, KEY_MODES, keyHint, makeApiKey } from '#core/api-key.ts';

const random = fc.uint8Array({ minLength: 32, maxLength: 32 });
const mode = fc.constantFrom(...KEY_MODES);

describe('API keys', () => {
  it('have their shape and their checksum, for any randomness', () => {
    fc.assert(
      fc.property(random, mode, (bytes, m) => {
        const key = makeApiKey(bytes, m);
        expect(key).toMatch(new RegExp(`^cs_${m}_[0-9A-Za-z]{49}$`));
        expect(checkApiKey(key)).toBe(true);
        expect(key.startsWith(keyHint(key))).toBe(true);
      }),
    );
  });

  it('differ where their randomness differs', () => {
    fc.assert(
      fc.property(random, random, (a, b) => {
        fc.pre(a.some((byte, i) => byte !== b[i]));
        expect(makeApiKey(a, 'live')).not.toBe(makeApiKey(b, 'live'));
      }),
    );
  });

  it('with one character changed are refused', () => {
    fc.assert(
      fc.property(random, fc.nat({ max: 48 }), fc.constantFrom(...'09AZaz'), (bytes, at, char) => {
        const key = makeApiKey(bytes, 'live');
        const i = 8 + at;
        fc.pre(key[i] !== char);
        expect(checkApiKey(key.slice(0, i) + char + key.slice(i + 1))).toBe(false);
      }),
    );
  });

  it('of one mode are none of the other', () => {
    const key = makeApiKey(new Uint8Array(32).fill(9), 'live');
    expect(checkApiKey(key.replace('live', 'test'))).toBe(false);
  });

  it.each([[''], ['cs_live_'], ['garbage'], [`cs_prod_${'0'.repeat(49)}`], [`cs_live_${'0'.repeat(50)}`], [`cs_live_${'é'.repeat(49)}`]])(
    '%j is no key',
    (text) => {
      expect(checkApiKey(text)).toBe(false);
    },
  );

  it('are made from 32 bytes and nothing else', () => {
    expect(() => makeApiKey(new Uint8Array(31), 'live')).toThrow(RangeError);
    expect(() => makeApiKey(new Uint8Array(33), 'live')).toThrow(RangeError);
  });
});

it('crc32 is that of zlib', () => {
  expect(crc32('123456789')).toBe(0xcbf43926);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
      expect(crc32(text)).toBe(zlibCrc32(text));
    }),
  );
});
