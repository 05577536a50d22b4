import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '#core/canonical.ts';

/** The obvious way, by recursion. */
function oracle(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oracle).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([k, v]) => `${JSON.stringify(k)}:${oracle(v)}`).join(',')}}`;
}

describe('canonical JSON', () => {
  it('is what recursion gives, and parses to the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(value)).toBe(oracle(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('orders keys by UTF-16 units and writes numbers as RFC 8785 has them (its section 3.2.3)', () => {
    const keys = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew',
      '1': 'One',
      '\ud83d\ude00': 'Smiley',
      '\u0080': 'Control',
      '\u00f6': 'o',
    };
    expect(Object.values(JSON.parse(canonicalJson(keys)))).toHaveLength(7);
    expect([...canonicalJson(keys).matchAll(/:"([^"]+)"/g)].map((m) => m[1])).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'o',
      'Euro Sign',
      'Smiley',
      'Hebrew',
    ]);
    expect(canonicalJson([JSON.parse('333333333.33333329'), 1e30, 4.5, 2e-3, 1e-27, -0])).toBe(
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
    );
  });

  it('writes names that an object would not keep in order, and those that are no members', () => {
    const names = ['10', '9', '1a', 'a', '', '__proto__', 'toString', '-1'];
    const text = `{${names.map((name) => `${JSON.stringify(name)}:{"b":1,"a":2}`).join(',')}}`;
    expect(canonicalJson(JSON.parse(text))).toBe(oracle(JSON.parse(text)));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), fc.jsonValue()), (value) => {
        expect(canonicalJson(value)).toBe(oracle(value));
      }),
    );
  });

  it('leaves out what is undefined', () => {
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
  });

  it('goes as deep as a body can', () => {
    const depth = 500_000;
    const value: unknown = JSON.parse('['.repeat(depth) + ']'.repeat(depth));
    expect(canonicalJson(value)).toHaveLength(2 * depth);
    expect(canonicalJson(value, { depth_max: 2, text: 'cut' })).toBe('[["cut"]]');
  });
});
