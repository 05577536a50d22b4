import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesName } from '#core/policy/match-name.ts';
import { plainName, plainPattern, toolParts } from '#core/policy/plain-name.ts';
import { plainUri, plainUriPattern } from '#core/policy/plain-uri.ts';

describe('a name in plain form', () => {
  it.each([
    ['Delete_User', 'delete_user'],
    ['ｄｅｌｅｔｅ_user', 'delete_user'],
    ['d\u0435l\u0435te_user', 'delete_user'],
    ['dele\u00adte\u200b_user ', 'delete_user'],
    ['d\u00e9l\u00e8te_user', 'delete_user'],
    ['de\u0301lete_user', 'delete_user'],
    ['𝐝elete_user', 'delete_user'],
    ['db\u2215drop', 'db/drop'],
    ['удалить', plainName('удалить')],
  ])('%j is %j', (name, plain) => expect(plainName(name)).toBe(plain));

  it('what a pattern matches, its plain form matches in plain form', () => {
    const char = fc.constantFrom(...'aA*/_ é\u0301\u0435\u200bｄ½ß\u0130Σς'.split(''), '𝐝', '\ud800');
    const text = fc.array(char, { maxLength: 6 }).map((chars) => chars.join(''));
    fc.assert(
      fc.property(text, text, text, (start, middle, end) => {
        const name = `${start}${middle}${end}`.replaceAll('*', '');
        const pattern = `${start}*${end}`;
        expect(!matchesName(pattern, name) || matchesName(plainPattern(pattern), plainName(name))).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  it('of a name in full, the parts that may be the tool', () => {
    expect(toolParts('io.example/db/drop*')).toEqual(['db/drop*', 'drop*']);
    expect(toolParts('drop')).toEqual([]);
  });

  it('in no more than a moment', () => {
    const long = 'é\u0301\u200bｄ'.repeat(100_000);
    const before = performance.now();
    plainName(long);
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});

describe('a URI in plain form', () => {
  it.each([
    ['file:///data/../home/a', 'file:///home/a'],
    ['file:///data/%2e%2e/home/a', 'file:///home/a'],
    ['file:///data/%252e%252e%252fhome', 'file:///home'],
    ['FILE:///d%61ta/x', 'file:///data/x'],
    ['file://localhost/data/x', 'file:///data/x'],
    ['file:/data//x', 'file:///data/x'],
    ['file:///data\\..\\home', 'file:///home'],
    ['file:///data/.', 'file:///data/'],
    ['HTTPS://Example.COM/A/./b?x=../y#z', 'https://example.com/A/b?x=../y#z'],
    ['postgres:tables', 'postgres:tables'],
    ['a%zz%C3%A9', 'a%zzé'],
    ['', ''],
  ])('%j is %j', (uri, plain) => expect(plainUri(uri)).toBe(plain));

  it('of a pattern keeps its stars and its dots', () => {
    expect(plainUriPattern('FILE:///My%20data/*.t%78t')).toBe('file:///My data/*.txt');
    expect(plainUriPattern('file:///data/..*')).toBe('file:///data/..*');
    expect(plainUriPattern('*')).toBe('*');
  });

  it('in no more than a moment', () => {
    const before = performance.now();
    plainUri(`file:///${'a/../%252e%252e/'.repeat(50_000)}`);
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});
