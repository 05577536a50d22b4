/** SQL injection (threat Q02): SQL that breaks out of an argument's role, and the gravest misuse of SQL where SQL is the role. */
import type { Match, Role } from '../finding.ts';
import { type SqlContext, type SqlToken, sqlBreak, sqlTokens } from '../text/sql-tokens.ts';
import type { Detector, Subject } from './detector.ts';
import { CALLER_SLOTS, PART_ROLES, QUOTED_SCORE_CAP, TEXT_ROLES } from './injection-places.ts';
import { readsAsProse } from './sql-injection/expressions.ts';
import { mayHoldSql } from './sql-injection/gate.ts';
import { findMisuse } from './sql-injection/misuse.ts';
import { SQL_RULES, STATEMENT } from './sql-injection/rules.ts';
import type { Shape } from './sql-injection/scene.ts';
import { findShapes } from './sql-injection/shapes.ts';
import { STATEMENT_HEADS } from './sql-injection/statements.ts';
import { CATALOGUES, COMPARE_WORDS, ERROR_CALLS, FILE_WORDS, INFO_CALLS, PROGRAM_WORDS, TIME_CALLS } from './sql-injection/words.ts';

const STRICT: ReadonlySet<Role> = new Set<Role>([...PART_ROLES, 'nosql']);
const LOOSE_SCORE_MIN = 0.85;
/** Units read around an attack for the words of a sentence. */
const AROUND = 256;
const LEADING_WORDS_MIN = 2;
const HIDDEN_WORDS_MIN = 3;

/** White space of any database, marks, and words that go on with a condition. */
const BEHIND_QUOTE: readonly string[] = [
  ...Array.from({ length: 33 }, (_, unit) => String.fromCharCode(unit)),
  '\u0085',
  '\u00a0',
  ...');=|&^-+*<>!%/#~',
  ...COMPARE_WORDS,
  'not',
  'div',
  'mod',
  'collate',
  'sounds',
];
/** A shorter name of a function is a part of many words. */
const DISTINCT_MIN = 5;

/** Marks and words of which every shape holds one. */
const EVIDENCE: readonly string[] = [
  ...STATEMENT_HEADS,
  ...PROGRAM_WORDS,
  ...FILE_WORDS,
  ...[...TIME_CALLS, ...ERROR_CALLS, ...INFO_CALLS].map((name) => (name.length < DISTINCT_MIN || INFO_CALLS.has(name) ? `${name}(` : name)),
  ...[...CATALOGUES].map((name) => (name === 'domain' || name === 'master' ? `${name}.` : name)),
  'mysql',
  'sys.',
  'case',
  '/*',
  'or',
  'and',
  'xor',
  '||',
  '&&',
  'union',
  'except',
  'convert',
  'cast',
  'procedure',
  'order',
  'group',
  'having',
  'if(',
  'iif',
  'concat',
  'char',
  'chr',
  'ascii',
  'substr',
  'mid(',
  '@@',
  'outfile',
  'dumpfile',
  'load_',
  'pg_',
  'lo_',
  'xp_',
  'sp_',
  'sys_',
  'dbms_',
  'utl_',
  'program',
  'openrowset',
  'schema',
  '_master',
  'sysobjects',
  'length',
  'rand(',
  'like',
  '::',
  'regexp',
];

/** `a+or+1=1`: form encoding that somebody forgot to decode. Same length, so offsets hold. */
function unplus(text: string): string {
  return text.includes('+') && !/\s/.test(text) ? text.replaceAll('+', ' ') : text;
}

const wordsIn = (text: string): number => text.match(/(?<![^\s("'])[A-Za-z]{2,}(?=[\s,.;:!?)]|$)/g)?.length ?? 0;

/** `Payload was ' OR 1=1 -- in the name field`: words lead up to a quote with a space before it, or go on where a comment would hide them. */
function isQuoted(text: string, from: number, broke: boolean, last: SqlToken | undefined): boolean {
  if (
    broke &&
    /[\s`“„«]$/.test(text.slice(from - 2, from - 1)) &&
    wordsIn(text.slice(Math.max(0, from - AROUND), from - 1)) >= LEADING_WORDS_MIN
  )
    return true;
  if (isLogged(text, from)) return true;
  if (last?.kind !== 'comment') return false;
  return wordsIn(text.slice(last.start + last.text.length, last.start + AROUND)) >= HIDDEN_WORDS_MIN;
}

/** A line of a web server's log: what a client asked for is recorded, not asked. */
const REQUEST_LINE = /"(?:GET|POST|HEAD|PUT|DELETE|PATCH|OPTIONS) \/[^"\n]*$/;
const ANSWERED = /^[^"\n]* HTTP\/\d(?:\.\d)?" \d{3}\b/;

const isLogged = (text: string, from: number): boolean =>
  REQUEST_LINE.test(text.slice(Math.max(0, from - AROUND), from)) && ANSWERED.test(text.slice(from, from + AROUND * 4));

function shapesIn(
  text: string,
  context: SqlContext,
  { role, purposes }: Subject,
  keep: (shape: Shape, start: number, end: number, score: number) => void,
): void {
  let from = sqlBreak(text, context);
  for (let first = true; from >= 0; first = false) {
    const { tokens: t, next } = sqlTokens(text, from);
    const broke = context !== 'bare';
    const shapes = role === 'sql' ? findMisuse(t, text) : findShapes({ text, t, broke: broke && first, first });
    for (const shape of shapes) {
      const last = t[Math.min(shape.to, t.length) - 1];
      const head = t[shape.from];
      if (!last || !head) continue;
      let score = shape.score ?? shape.rule.score;
      if (role === 'query' && purposes?.has('lookup')) score = Math.min(score, QUOTED_SCORE_CAP);
      if (TEXT_ROLES.has(role)) {
        const isWhole =
          role === 'prose' &&
          next < 0 &&
          score >= LOOSE_SCORE_MIN &&
          !readsAsProse(t, shape.from) &&
          !isQuoted(text, from, broke && first, t.at(-1));
        if (!isWhole || (shape.from > 0 && !broke && readsAsProse(t, 0))) score = Math.min(score, QUOTED_SCORE_CAP);
      }
      keep(shape, broke && first && shape.from === 0 ? Math.max(0, head.start - 1) : head.start, last.end, score);
    }
    from = next;
  }
}

export const sqlInjection: Detector = {
  name: 'sql-injection',
  by_place: true,
  rules: SQL_RULES,
  ignores_hits: true,
  // No single quote mark: O'Brien and every sentence would run the lexer. A quote counts with what can follow it in an attack.
  literals: [...["'", '"'].flatMap((quote) => BEHIND_QUOTE.map((next) => quote + next)), ...EVIDENCE],
  insists: ({ role }) => role === 'sql',
  looksAt: ({ leaf, role, direction }) =>
    direction === 'request' &&
    leaf.kind !== 'number' &&
    CALLER_SLOTS.has(leaf.slot) &&
    (role === 'sql' || STRICT.has(role) || TEXT_ROLES.has(role)),
  inspect(view, subject) {
    const { role } = subject;
    const best = new Map<string, Match>();
    const spaced = role === 'sql' ? view.text : unplus(view.text);
    const texts = spaced === view.text ? [spaced] : [view.text, spaced];
    const contexts: SqlContext[] = role === 'sql' ? ['bare'] : ['bare', 'single', 'double'];
    const keep = ({ rule }: Shape, start: number, end: number, score: number): void => {
      const other = best.get(rule.id);
      if (!other || (other.score ?? 0) < score) best.set(rule.id, { rule, start, end, score });
    };
    for (const text of texts) {
      if (role !== 'sql' && !mayHoldSql(text)) continue;
      for (const context of contexts) shapesIn(text, context, subject, keep);
    }
    if (best.size > 1) best.delete(STATEMENT.id);
    return [...best.values()].sort((a, b) => a.start - b.start);
  },
};
