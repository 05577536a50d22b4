/** Writes whose place and content together act later against the owner (threat Q10): both are looked at where the call brings them side by side. */
import { isObject } from '../../json-schema/document.ts';
import { wordsOf } from '../../roles/tokens.ts';
import type { JsonObject } from '../../submission.ts';
import type { Step } from '../../pointer.ts';
import { below, type Report } from '../message-detector.ts';
import { hostileAdvice } from './hostile-advice.ts';
import { hostileContent, runsLater } from './hostile-content.ts';
import { isPersistent } from './persistence.ts';
import { RULES } from './rules.ts';

const PATH_KEY = /path|file|dest|target|uri|location|^to$|name/i;
const DEPTH_MAX = 4;
const KEYS_MAX = 64;
const TEXTS_MAX = 32;
const CONTENT_MIN = 20;
/** Files of advice, which people write in their own words. */
const ADVICE =
  /\.(?:md|mdc|mdx|txt)$|(?:^|\/)\.(?:cursorrules|windsurfrules|clinerules|roorules|goosehints|rules)$|(?:^|\/)\.(?:cursor|windsurf|clinerules|roo)\/rules/i;
const MEMORY = new Set(
  'memory memories remember memorize knowledge observation observations entity entities fact facts preference preferences'.split(' '),
);
const READING = new Set('read get list search find query delete remove recall retrieve open view fetch'.split(' '));

/** The tool keeps what it is told for later sessions. */
export function keepsMemory(tool: string): boolean {
  const words = wordsOf(tool);
  return words.some((word) => MEMORY.has(word)) && !words.some((word) => READING.has(word));
}

type Text = { text: string; at: Step };

/** @param writes the tool writes by its name */
export function inspectPlanting(tool: string, args: JsonObject, at: Step, report: Report): void {
  if (keepsMemory(tool)) {
    for (const { text, at: where } of textsIn(args, below(at, 'arguments'), DEPTH_MAX, [], ''))
      tell(hostileAdvice(text), text, where, report);
    return;
  }
  visit(args, below(at, 'arguments'), DEPTH_MAX, report);
}

function visit(one: JsonObject, at: Step, depth: number, report: Report): void {
  const keys = Object.keys(one).slice(0, KEYS_MAX);
  const path = keys
    .map((key) => [key, one[key]] as const)
    .find(([key, value]) => typeof value === 'string' && PATH_KEY.test(key) && isPlace(value));
  if (path) {
    const place = String(path[1]);
    for (const { text, at: where } of textsIn(one, at, depth, [], path[0]))
      tell(hostileContent(text, place) ?? (ADVICE.test(place) ? hostileAdvice(text) : null), text, where, report);
    return;
  }
  if (depth === 0) return;
  for (const key of keys) {
    const value = one[key];
    if (isObject(value)) visit(value, below(at, key), depth - 1, report);
    else if (Array.isArray(value))
      for (let i = 0; i < value.length && i < TEXTS_MAX; i++)
        if (isObject(value[i])) visit(value[i] as JsonObject, below(at, key, i), depth - 1, report);
  }
}

const isPlace = (value: string): boolean => isPersistent(value) !== null || runsLater(value);

function tell(found: { start: number; end: number; score: number } | null, text: string, at: Step, report: Report): void {
  if (found) report({ rule: RULES.planted, at, text, ...found });
}

/** Strings long enough to be content. */
function textsIn(value: unknown, at: Step, depth: number, found: Text[], except: string): Text[] {
  if (found.length >= TEXTS_MAX) return found;
  if (typeof value === 'string') {
    if (value.length >= CONTENT_MIN) found.push({ text: value, at });
  } else if (Array.isArray(value)) {
    if (depth > 0) value.slice(0, TEXTS_MAX).forEach((item, i) => textsIn(item, below(at, i), depth - 1, found, ''));
  } else if (isObject(value) && depth > 0)
    for (const key of Object.keys(value).slice(0, KEYS_MAX))
      if (key !== except && !/^old/i.test(key)) textsIn(value[key], below(at, key), depth - 1, found, '');
  return found;
}
