/** What a value looks like: the weakest evidence, for whoever wrote the value chose its looks. */
import type { RoleGuess } from './roles.ts';

/** Only this much of a value is looked at. */
const SHAPE_MAX = 400;

const SHAPES: readonly { pattern: RegExp; guess: RoleGuess }[] = [
  { pattern: /^[+-]?\d{1,20}(?:\.\d{1,20})?$/, guess: { role: 'number', confidence: 0.55, why: 'the value is a number' } },
  {
    pattern: /^\d{4}-\d{2}-\d{2}(?:[T ][\d:.]{1,20}(?:Z|[+-]\d{2}:?\d{2})?)?$/,
    guess: { role: 'datetime', confidence: 0.6, why: 'the value is a date' },
  },
  { pattern: /^(?:https?|wss?|ftp|file|data):/i, guess: { role: 'url', confidence: 0.6, why: 'the value begins with a URL scheme' } },
  {
    pattern: /^[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}$/,
    guess: { role: 'email', confidence: 0.6, why: 'the value is an e-mail address' },
  },
  { pattern: /^(?:\.{0,2}|~)\/\S*$|^[A-Za-z]:[\\/]\S*$/, guess: { role: 'path', confidence: 0.55, why: 'the value begins like a path' } },
  { pattern: /^\s{0,20}<[a-z!?]/i, guess: { role: 'html', confidence: 0.4, why: 'the value begins with a tag' } },
  { pattern: /^[\w.:-]{1,128}$/, guess: { role: 'identifier', confidence: 0.55, why: 'the value is one word' } },
];

const STATEMENT =
  /^[\s(]{0,20}(?:select|insert|update|delete|with|create|alter|explain|merge|drop|show|describe|pragma|begin(?:\s(?:transaction|work))?\s{0,4};)\s/i;
/** What a whole statement has and a sentence that begins with the same verb does not. */
const STATEMENT_PART = /\s(?:from|into|set|table|values|index|view|as\s{0,4}\()[\s(]|[*=;()]/i;

const PROSE: RoleGuess = { role: 'prose', confidence: 0.5, why: 'the value is text' };
const WORDS: RoleGuess = { role: 'identifier', confidence: 0.45, why: 'the value is short' };
const SQL: RoleGuess = { role: 'sql', confidence: 0.5, why: 'the value is a whole SQL statement' };

/** Each pattern is anchored, bounded, and without nested repetition: linear. */
export function shapeOf(value: string): RoleGuess[] {
  const head = value.length > SHAPE_MAX ? value.slice(0, SHAPE_MAX) : value;
  const guesses: RoleGuess[] = [];
  if (STATEMENT.test(head) && STATEMENT_PART.test(head)) guesses.push(SQL);
  const shape = SHAPES.find(({ pattern }) => pattern.test(head));
  guesses.push(shape?.guess ?? (head.length > 60 || /^\s*\S+\s+\S+\s+\S+\s+\S|\n/.test(head) ? PROSE : WORDS));
  return guesses;
}
