/** What a value looks like: the weakest evidence, for whoever wrote the value chose its looks. */
import type { RoleGuess } from './roles.ts';

/** Only this much of a value is looked at. */
const SHAPE_MAX = 400;

type Shape = { pattern: RegExp; guesses: readonly RoleGuess[]; /** A unit without which no such value is; absent: any. */ needs?: string };
const shape = (pattern: RegExp, guess: RoleGuess, needs?: string): Shape => ({
  pattern,
  guesses: [guess],
  ...(needs !== undefined && { needs }),
});
const SHAPES: readonly Shape[] = [
  shape(/^[+-]?\d{1,20}(?:\.\d{1,20})?$/, { role: 'number', confidence: 0.55, why: 'the value is a number' }),
  shape(
    /^\d{4}-\d{2}-\d{2}(?:[T ][\d:.]{1,20}(?:Z|[+-]\d{2}:?\d{2})?)?$/,
    { role: 'datetime', confidence: 0.6, why: 'the value is a date' },
    '-',
  ),
  shape(/^(?:https?|wss?|ftp|file|data):/i, { role: 'url', confidence: 0.6, why: 'the value begins with a URL scheme' }, ':'),
  shape(
    /^[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}$/,
    { role: 'email', confidence: 0.6, why: 'the value is an e-mail address' },
    '@',
  ),
  shape(/^(?:\.{0,2}|~)\/\S*$|^[A-Za-z]:[\\/]\S*$/, { role: 'path', confidence: 0.55, why: 'the value begins like a path' }),
  shape(/^\s{0,20}<[a-z!?]/i, { role: 'html', confidence: 0.4, why: 'the value begins with a tag' }, '<'),
  shape(/^[\w.:-]{1,128}$/, { role: 'identifier', confidence: 0.55, why: 'the value is one word' }),
];

const STATEMENT =
  /^[\s(]{0,20}(?:select|insert|update|delete|with|create|alter|explain|merge|drop|show|describe|pragma|begin(?:\s(?:transaction|work))?\s{0,4};)\s/i;
/** What a whole statement has and a sentence that begins with the same verb does not. */
const STATEMENT_PART = /\s(?:from|into|set|table|values|index|view|as\s{0,4}\()[\s(]|[*=;()]/i;

const PROSE: readonly RoleGuess[] = [{ role: 'prose', confidence: 0.5, why: 'the value is text' }];
const WORDS: readonly RoleGuess[] = [{ role: 'identifier', confidence: 0.45, why: 'the value is short' }];
const SQL: RoleGuess = { role: 'sql', confidence: 0.5, why: 'the value is a whole SQL statement' };

/** One or two guesses. Each pattern is anchored, bounded, and without nested repetition: linear. */
export function shapeOf(value: string): readonly RoleGuess[] {
  const head = value.length > SHAPE_MAX ? value.slice(0, SHAPE_MAX) : value;
  const looks = looksOf(head);
  return STATEMENT.test(head) && STATEMENT_PART.test(head) ? [SQL, ...looks] : looks;
}

function looksOf(head: string): readonly RoleGuess[] {
  for (let i = 0; i < SHAPES.length; i++) {
    const { pattern, guesses, needs } = SHAPES[i]!;
    if ((needs === undefined || head.includes(needs)) && pattern.test(head)) return guesses;
  }
  return head.length > 60 || /^\s*\S+\s+\S+\s+\S+\s+\S|\n/.test(head) ? PROSE : WORDS;
}
