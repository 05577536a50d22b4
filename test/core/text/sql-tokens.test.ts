import { SQL_TOKENS_MAX, sqlBreak, sqlTokens, type SqlContext } from '#core/text/sql-tokens.ts';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

function show(text: string, context: SqlContext = 'bare'): string {
  const from = sqlBreak(text, context);
  return from < 0
    ? ''
    : sqlTokens(text, from)
        .tokens.map(({ kind, start, end }) => `${kind}:${text.slice(start, end)}`)
        .join(' ');
}

test.each<[string, SqlContext, string]>([
  ["' or 1=1 --", 'single', 'word:or number:1 operator:= number:1 comment:--'],
  ["a'b", 'double', ''],
  ["''x' y", 'single', 'word:y'],
  ["'it''s' x", 'bare', "string:'it''s' word:x"],
  ["'a\\'b' c", 'bare', "string:'a\\'b' word:c"],
  ['UN/**/ION', 'bare', 'word:UN word:ION'],
  ['1 -- note\nunion', 'bare', 'number:1 word:union'],
  ['/*!50000union*/ x', 'bare', 'word:union word:x'],
  ['0x3a,1e5,.5', 'bare', 'number:0x3a comma:, number:1e5 comma:, number:.5'],
  ['@@version=@a', 'bare', 'variable:@@version operator:= variable:@a'],
  ["N'x' _latin1'y'", 'bare', "string:N'x' string:_latin1'y'"],
  ['$$a;b$$;$t$c$t$', 'bare', 'string:$$a;b$$ semicolon:; string:$t$c$t$'],
  ['`a b`.c', 'bare', 'word:`a b` dot:. word:c'],
  ["a::int #>> '{b}'", 'bare', "word:a operator::: word:int operator:#>> string:'{b}'"],
])('%j in %s context', (text, context, expected) => {
  expect(show(text, context)).toBe(expected);
});

test('tokens are in order, do not overlap, and segments cover a text of any length', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      let last = 0;
      for (const { start, end } of sqlTokens(text, 0).tokens) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        last = end;
      }
    }),
  );
  const long = 'a '.repeat(SQL_TOKENS_MAX * 2);
  const starts = new Set<number>();
  for (let from = 0; from >= 0;) {
    const { tokens, next } = sqlTokens(long, from);
    expect(tokens.length).toBeLessThanOrEqual(SQL_TOKENS_MAX);
    for (const { start } of tokens) starts.add(start);
    from = next;
  }
  expect(starts.size).toBe(SQL_TOKENS_MAX * 2);
});
