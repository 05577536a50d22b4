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

/** Split keywords and quoting tricks of the shell, then of SQL, then what both may meet. */
const SHELL_PIECES = `ls cat id sh bash -c -la curl time sudo env if then do in ! . nc -e echo python3.9 php7 a=b A+=1 alias q=ls $q q rd /s
  /etc/passwd /dev/tcp/1.2.3.4/5 /dev/sda ~/.ssh/id_rsa .bashrc .aws/credentials $0 $IFS ${'${IFS}'} $@ ${'${x}'} $x $SHELL %COMSPEC% mkfs.ext4
  /bin/cat /???/c?t c'a't w"h"oami wh\\oami who^ami $'\\x69d' 2 &1 cmd/c CAT.EXE C:\\x\\cmd.exe @ {cat,/x} {a,b} &amp; &#60; &lt; &x
  | || |& & && &> ; ;; ( ) $( <( >( < > >> << <<< <& >& <> >| { } , # \\ ^ $ = : / * ? [ ] ~ % - ''`
  .split(/\s+/)
  .concat(['\n', '\r', '\t', '\\\n', '\u00a0', '\0', '\v']);
const SQL_PIECES = `or and xor union select from where having order group by like in between is not null case when then end if count user
  version array program procedure analyse mysql sys master exec set @x declare insert into values all as limit database sleep( char( concat(
  current_user information_schema .tables outfile _utf8 n e x a true || && | & ^ -- # /* */ /**/ /*! /*!50000 = <> != < > <=> ~ ! :: : := @
  @@ @@version ? ->> + - * / % , . $ $$ $a$ \\ '' [ ] 1 0 12345 0x31 1e5 .5 5. 'x' "x" 'x n'x' un sel ect ion 1=1`
  .split(/\s+/)
  .concat(['\u00a0', '\u2003', '\u3000', '\u200b', '\u0085', '\0', '\n', '\u00e9', '\u2019', '\uff07', '\u212a', '\u017f']);
const PIECES = [...SHELL_PIECES, ...SQL_PIECES, "'", '"', '`', 'the', 'of'];
const SPELLINGS: ((c: string) => string)[] = [
  (c) => c.toUpperCase(),
  (c) => `%${c.charCodeAt(0).toString(16)}`,
  (c) => `&#${c.charCodeAt(0)};`,
  (c) => `\\x${c.charCodeAt(0).toString(16)}`,
  (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0),
  (c) => `\\${c}`,
  (c) => `'${c}'`,
  (c) => `"${c}"`,
  (c) => `${c}/**/`,
  (c) => `${c}$@`,
  () => '',
];
const SPACES = ['', ' ', '\t', '\n', '/**/', '\u00a0', '$IFS', '`', '('];

/** What fuzzing found: words in backticks, lines that go on behind a backslash, a bracket behind `&>`. */
const FOUND = [
  '1`or`1=1',
  ';"1`or`((("1"="1',
  '(`select` 1 from x)',
  'copy x `from` program "id"',
  '> \\\n .bashrc',
  '< < \\\n .aws/credentials x',
  "1'&> \\\n \\\n /dev/sda ",
  '<>\n<> \\\n [\x0bsh  \x0b<>  sh\x0b sh',
  '>(>(&/dev/tcp/1.2.3.4/5>(>(&>(&>(/dev/tcp/1.2.3.4/5&',
  `${'a'.repeat(80)}/**/order`,
];

/** A few pieces over and over: what they do to each other shows, not what one of them does alone. */
const mixed = fc
  .uniqueArray(fc.oneof(fc.constantFrom(...SHELL_PIECES), fc.constantFrom(...SQL_PIECES), fc.constantFrom(...PIECES)), {
    minLength: 2,
    maxLength: 7,
  })
  .chain((bag) => fc.array(fc.tuple(fc.constantFrom(...bag), fc.constantFrom('', ' ', '\n')), { minLength: 1, maxLength: 14 }))
  .map((parts) => parts.flat().join(''));
const attack = fc.constantFrom(...CORPUS);
const spliced = fc
  .tuple(attack, attack, fc.nat(), fc.nat(), fc.constantFrom(...PIECES))
  .map(([a, b, m, n, piece]) => a.slice(0, m % (a.length + 1)) + piece + b.slice(n % (b.length + 1)));
const respelt = fc
  .tuple(attack, fc.nat(), fc.nat({ max: 12 }), fc.constantFrom(...SPELLINGS), fc.constantFrom(...SPACES))
  .map(([text, from, length, spell, space]) => {
    const at = from % (text.length + 1);
    const middle = Array.from({ length: Math.min(length, text.length - at) }, (_, i) => spell(text.charAt(at + i))).join('');
    return (text.slice(0, at) + middle + text.slice(at + length)).replaceAll(' ', space);
  });
const anyText = fc.oneof({ arbitrary: mixed, weight: 3 }, spliced, respelt);

describe.each(GATES)('%s', (_name, may, holds) => {
  test(`nothing of ${CORPUS.length} cases is held back that the detector would find`, () => {
    expect(CORPUS.filter((text) => holds(text) && !may(text))).toEqual([]);
  });

  test.each(FOUND)('nor %j', (text) => {
    expect(!holds(text) || may(text)).toBe(true);
  });

  test('nor anything of made-up text', () => {
    let found = 0;
    fc.assert(
      fc.property(anyText, (text) => {
        if (!holds(text)) return;
        found++;
        expect(may(text)).toBe(true);
      }),
      { numRuns: 25_000, seed: 20_261_121 },
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
