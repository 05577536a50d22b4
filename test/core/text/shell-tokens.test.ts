import { SHELL_TOKENS_MAX, shellTokens } from '#core/text/shell-tokens.ts';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

function show(text: string): string {
  return shellTokens(text, 0)
    .tokens.map(({ kind, text: value, disguises }) => `${kind === 'word' ? '' : `${kind}:`}${value}${disguises > 0 ? '!' : ''}`)
    .join(' ');
}

test.each([
  ['; cat /etc/passwd', 'operator:; cat /etc/passwd'],
  ["w'h'o'am'i", 'whoami!'],
  ['c\\at x', 'cat! x'],
  ['cu$@rl x', 'curl! x'],
  ['w^ho^ami', 'whoami!'],
  ['cat$IFS/etc/passwd', 'cat /etc/passwd'],
  ['{cat,/etc/passwd}', 'cat /etc/passwd'],
  ["$'\\x63at' x", 'cat! x'],
  ['a&&b||c|d&e', 'a operator:&& b operator:|| c operator:| d operator:& e'],
  ['AT&amp;T', 'AT&T'],
  ['$(id)`id`', 'open:$( id close:) open:` id close:`'],
  ['"a $(id) b"', 'a  open:$( id close:)  b'],
  ["'a;b' c", 'a;b c'],
  ['x>y 2>&1 <z', 'x redirect:> y 2 redirect:> 1 redirect:< z'],
  ['a # note\nb', 'a comment:# operator:\n b'],
  ['a#b', 'a#b'],
])('%j', (text, expected) => {
  expect(show(text)).toBe(expected);
});

test('tokens are in order, do not overlap, and segments cover a text of any length', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      let last = 0;
      for (const { start, end } of shellTokens(text, 0).tokens) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThanOrEqual(start);
        last = end;
      }
    }),
  );
  const long = 'a '.repeat(SHELL_TOKENS_MAX * 2);
  const starts = new Set<number>();
  for (let from = 0; from >= 0;) {
    const { tokens, next } = shellTokens(long, from);
    for (const { start } of tokens) starts.add(start);
    from = next;
  }
  expect(starts.size).toBe(SHELL_TOKENS_MAX * 2);
});
