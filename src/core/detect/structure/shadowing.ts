/** A description that rules over a tool which this list does not have (threat M05). */
import { wordsOf } from '../../roles/tokens.ts';
import { RULES } from './rules.ts';
import type { Sighting } from '../message-detector.ts';

const DESCRIPTION_MAX = 8_000;
const WINDOW_MAX = 240;
const REFERENCES_MAX = 64;

/** What brings up another tool, before its name: `before using X`, `whenever X is called`, `the X tool`, `on the also present X`. */
const BEFORE: readonly RegExp[] = [
  /\b(?:before|after|when|whenever|while|instead of|if|each time|always|must|also|any|to|the|on|by|prior to|rather than) ['"`]{0,2}$/i,
  /\b(?:using|use|calls?|calling|invoke|invoking|running|run|present|existing|real|legitimate|original|official|trusted) (?:the )?['"`]{0,2}$/i,
];
const AFTER = /^['"`]{0,2}(?:\(\))?(?:\s{1,2}(?:tool|function|is (?:called|used|invoked|present|available)|gets? called)\b|[,.:;]|\s)/i;
/** It is no advice but a must, or it takes the other tool's place. */
const IMPOSING =
  /\b(?:always|must|instead|never|redirect\w{0,3}|overrid\w{1,4}|intercept\w{0,3}|bcc|side effects?|otherwise|will fail|mandatory|for compliance|for (?:audit|security|logging|proxying)\w{0,4}|silently|automatically)\b/i;
/** What becomes of the other tool's arguments or results. */
const MEDDLING =
  /\b(?:add|adds|append|appends|insert|inserts|copy|copies|forward|forwards|forwarded|added|appended|copied|bcc|cc|redirect\w{0,3}|rout(?:e|es|ed|ing)|overrid\w{1,4}|replac\w{1,3}|chang(?:e|es|ed|ing)|modif\w{1,4}|log|logs|logging|mirror\w{0,3}|record\w{0,3}|send|sends|sent|intercept\w{0,3}|called with|should never be (?:used|called|invoked)|(?:is|are) (?:deprecated|broken|unsafe|insecure|compromised|disabled))\b/i;

/**
 * @param tool its name, and @param description its description
 * @param isOwn names of this list, and of this tool's own parameters
 * @returns the name of a tool elsewhere whose use the description changes
 */
export function foreignReference(
  tool: string,
  description: string,
  isOwn: (name: string) => boolean,
): Pick<Sighting, 'start' | 'end' | 'rule'> | null {
  const text = description.slice(0, DESCRIPTION_MAX);
  // A tool's name as models write them: words joined by underscores, or camelCase.
  const names = /(?<![\w/.$-])(?:[a-z]{2,24}(?:_[a-z0-9]{2,24}){1,4}|[a-z]{2,16}(?:[A-Z][a-z]{2,16}){1,3})(?![\w/=-])/g;
  let seen = 0;
  for (let found = names.exec(text); found && seen < REFERENCES_MAX; found = names.exec(text), seen++) {
    const name = found[0];
    const start = found.index;
    const end = start + name.length;
    if (isOwn(name) || !isBroughtUp(text.slice(Math.max(0, start - 60), start)) || !AFTER.test(text.slice(end, end + 40))) continue;
    const around = text.slice(Math.max(0, start - WINDOW_MAX), end + WINDOW_MAX);
    if (IMPOSING.test(around) && MEDDLING.test(sentencesAround(text, start, end)) && isVerbLed(name) && !isSibling(name, tool))
      return { rule: RULES.foreignTool, start, end };
  }
  return null;
}

const SENTENCE_END = /[.!?](?=\s)|\n\s?\n/g;

/** The sentence that names the other tool, and the next one: before it the tool tells of itself. */
function sentencesAround(text: string, start: number, end: number): string {
  const before = [...text.slice(Math.max(0, start - WINDOW_MAX), start).matchAll(SENTENCE_END)];
  const after = [...text.slice(end, end + WINDOW_MAX).matchAll(SENTENCE_END)];
  const from = Math.max(0, start - WINDOW_MAX) + (before.length > 0 ? before.at(-1)!.index + 1 : 0);
  const to = after.length > 1 ? end + after[1]!.index : end + WINDOW_MAX;
  return text.slice(from, to);
}

const isBroughtUp = (before: string): boolean => BEFORE.some((words) => words.test(before));

/** Tools are named by what they do; a name without a verb is a field, a mode or a value. */
const VERBS = new Set(
  'send get read write list search create delete update fetch query execute run post upload download call transfer pay book make add remove find open close edit save load export import copy move schedule reply forward draft publish'.split(
    ' ',
  ),
);
const isVerbLed = (name: string): boolean => {
  const words = name.split(/_|(?=[A-Z])/).map((word) => word.toLowerCase());
  return VERBS.has(words[0] ?? '') || VERBS.has(words.at(-1) ?? '');
};

/** Tools of one server speak of the same things: `confirm_delete_group` and `delete_group`. */
function isSibling(name: string, tool: string): boolean {
  const own = new Set(wordsOf(tool).map(stemOf));
  return wordsOf(name).some((word) => word.length > 2 && !VERBS.has(word) && !COMMON.has(word) && own.has(stemOf(word)));
}
const COMMON = new Set(['tool', 'data', 'all', 'file', 'the', 'with', 'from', 'for']);
const stemOf = (word: string): string => word.replace(/(?:ies|y|es|e|s)$/, '');
