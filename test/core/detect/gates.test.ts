/** The gates in front of the injection detectors: what they hold back, the detector behind them would not have found. */
import { readFileSync } from 'node:fs';
import { findBreakOuts } from '#core/detect/command-injection/break-out.ts';
import { commandsOf } from '#core/detect/command-injection/commands.ts';
import { mayHoldCommand } from '#core/detect/command-injection/gate.ts';
import { findDeeds, innerScripts } from '#core/detect/command-injection/misuse.ts';
import { mayHoldSql } from '#core/detect/sql-injection/gate.ts';
import { findShapes } from '#core/detect/sql-injection/shapes.ts';
import { shellBreak, shellTokens } from '#core/text/shell-tokens.ts';
import { sqlBreak, sqlTokens } from '#core/text/sql-tokens.ts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectLinear } from '../../support/linear.ts';

const CONTEXTS = ['bare', 'single', 'double'] as const;

/** Every shape that the tokens of a text show, whatever quote it lands in. */
function holdsSql(text: string): boolean {
  return CONTEXTS.some((context) => {
    let from = sqlBreak(text, context);
    for (let first = true; from >= 0; first = false) {
      const { tokens, next } = sqlTokens(text, from);
      if (findShapes({ text, t: tokens, broke: context !== 'bare' && first, first }).length > 0) return true;
      from = next;
    }
    return false;
  });
}

function holdsCommand(text: string): boolean {
  let found = false;
  const keep = (): void => void (found = true);
  for (const context of CONTEXTS) {
    let from = shellBreak(text, context);
    for (let first = true; from >= 0; first = false) {
      const { tokens, next } = shellTokens(text, from);
      const commands = commandsOf(tokens);
      findDeeds(commands, keep);
      for (const command of commands)
        for (const script of innerScripts(command)) findDeeds(commandsOf(shellTokens(script.text, 0).tokens), keep);
      findBreakOuts(commands, { text, from, broke: context !== 'bare' && first, role: 'identifier' }, keep);
      from = next;
    }
  }
  return found;
}

const GATES: [string, (text: string) => boolean, (text: string) => boolean][] = [
  ['sql-injection', mayHoldSql, holdsSql],
  ['command-injection', mayHoldCommand, holdsCommand],
];

function corpusOf(name: string): string[] {
  const cases = JSON.parse(readFileSync(new URL(`../../../src/core/detect/cases/${name}.json`, import.meta.url), 'utf8')) as {
    text: string | string[];
  }[];
  return cases.map(({ text }) => (typeof text === 'string' ? text : text.join('')));
}

const CORPUS = [...corpusOf('sql-injection'), ...corpusOf('command-injection')];
const PIECES = `' " \` ; | || & && $( ) ( <( > < ${'${'} } { -- # /* */ /**/ \\ ^ :: = <> @@version + - , . 1 1=1 x or and xor union select
  from where order by group having insert into update set delete drop table exec waitfor delay sleep( case when then else end if( char(
  count( user like in not null between is _utf8 n $a$ information_schema .tables cat /etc/passwd id ls -la curl http://x.y nc -e /bin/sh bash
  -c sh $IFS $0 time sudo {cat,/x} c'a't w\\h\\o a=b a alias the of file /dev/tcp/1.2.3.4/5 .ssh/id_rsa &amp; \u212a \u2019 2026 3.5 0x1f e5`
  .split(/\s+/)
  .concat([' ', ' ', '\n', '\t', "''", 'liKe', '\u00e9']);

const spliced = fc.tuple(fc.constantFrom(...CORPUS), fc.constantFrom(...CORPUS), fc.nat(), fc.nat(), fc.constantFrom(...PIECES));
const anyText = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 12 }).map((parts) => parts.join('')),
  fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 12 }).map((parts) => parts.join(' ')),
  spliced.map(([a, b, m, n, piece]) => a.slice(0, m % (a.length + 1)) + piece + b.slice(n % (b.length + 1))),
);

describe.each(GATES)('%s', (_name, may, holds) => {
  test(`nothing of ${CORPUS.length} cases is held back that the detector would find`, () => {
    expect(CORPUS.filter((text) => holds(text) && !may(text))).toEqual([]);
  });

  test('nor anything of made-up text', () => {
    let found = 0;
    fc.assert(
      fc.property(anyText, (text) => {
        if (!holds(text)) return;
        found++;
        expect(may(text)).toBe(true);
      }),
      { numRuns: 20_000 },
    );
    expect(found).toBeGreaterThan(1_000);
  });

  test.each([
    'We met with Smith & Sons on Tuesday; she couldn\'t log in, and the "reset" did not arrive (or so they say).',
    'Note: prices are in EUR, delivery takes 3-5 days, and returns are free within 30 days.',
    'Please add the names, their roles and whether they need parking - or call me at 5pm.',
    'Our order was placed on 2026-03-14 and the status is still "processing" in the dashboard.',
  ])('ordinary text ends here: %s', (text) => {
    expect(may(text)).toBe(false);
  });

  test.each(["'a ", '" a ', "or 'x' ", 'and ( ', "(a'", '("$(', '<a"', ';select ', '{a ', '$a ', "and '''"])(
    '1 MB of %j costs linear time',
    (unit) => {
      expectLinear(unit.repeat(1_000_000 / unit.length), (text) => void may(text));
    },
  );
});
