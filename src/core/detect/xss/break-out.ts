/** What leaves the attribute, the string or the page that it lands in without a tag of its own. */
import { handlerKind } from './events.ts';
import type { Keep } from './deed.ts';
import { isLoneCall } from './lone-call.ts';
import * as rules from './rules.ts';
import { Hostility, isCode, obfuscationIn, scriptBreaks } from './script.ts';
import { styleKind } from './style.ts';
import { isHarmless, readAddress } from './url.ts';

/** Units of a value that show whether it is code. */
const VALUE_MAX = 256;
const WORD_MAX = 64;
const BEFORE_MAX = 80;
/** A quote that ends the attribute, then perhaps further attributes. */
const ATTRIBUTE_END = /^["'`][\s/>]{0,12}(?:[\w:-]{1,24}(?:=[^\s"'`<>/]{0,24})?[\s/]{1,4}){0,5}$/;
/** Nothing but marks before it: the value begins behind the quote. */
const START = /^[^\w]{0,12}$/;
/** An attribute without quotes ends at a space. */
const UNQUOTED = /^[^\s"'<>]{1,24}[\s/]{1,4}$/;
const HANDLER = /(?<![\w.$-])(on[a-z]{3,24})\s{0,8}=\s{0,8}(?!=)/gi;
const LONE_CODE_MAX = 4_096;
const DANGLING_MAX = 128;
const DANGLING_SCORE = 0.82;
const SENTENCE_WORDS_MIN = 4;

/** @param outside the text with its markup blanked out */
export function findBreakOuts(text: string, outside: string, keep: Keep): void {
  attributeBreaks(outside, keep);
  styleBreak(outside, keep);
  addresses(text, outside, keep);
  for (const { start, end } of scriptBreaks(outside)) keep({ rule: rules.SCRIPT_BREAK_OUT, start, end, hostile: true });
  if (isLoneCall(outside)) keep({ rule: rules.SCRIPT_CALL, start: 0, end: text.length, hostile: true });
  const hidden = obfuscationIn(outside.length > LONE_CODE_MAX ? outside.slice(0, LONE_CODE_MAX) : outside);
  if (hidden) keep({ rule: rules.OBFUSCATED_SCRIPT, ...hidden, hostile: true });
}

/** Also of an attribute's value: some browsers took a backtick for a quote, and filters cut tags otherwise than they. */
export function attributeBreaks(outside: string, keep: Keep): void {
  const hostility = new Hostility(outside);
  for (const m of outside.matchAll(HANDLER)) {
    const kind = handlerKind(m[1]!.toLowerCase());
    if (!kind) continue;
    const end = m.index + m[0].length;
    const isHostile = hostility.isWithin(end, end + VALUE_MAX);
    if (kind !== 'event' && !isHostile) continue;
    const before = outside.slice(Math.max(0, m.index - BEFORE_MAX), m.index);
    const isStart = before.length === m.index;
    const broke = breakIn(before, isStart);
    if (broke < 0 && !isHostile) continue;
    const value = outside.slice(end, end + VALUE_MAX);
    const span = { start: Math.max(0, broke < 0 ? m.index : m.index - before.length + broke), end };
    // What follows on the page becomes the handler.
    if (value.trim() === '') {
      if (broke >= 0 && kind === 'event' && m.index > 0 && outside.length <= DANGLING_MAX)
        keep({ rule: rules.ATTRIBUTE_BREAK_OUT, ...span, hostile: true, score: DANGLING_SCORE });
    } else if (broke >= 0 ? isHostile || isCode(value) : endsTag(value) || (isStart && UNQUOTED.test(before) && isAlone(value)))
      keep({ rule: rules.ATTRIBUTE_BREAK_OUT, ...span, hostile: true });
  }
}

/** Offset of the quote that ends the attribute, 0 at the start of the value, or -1. */
function breakIn(before: string, isStart: boolean): number {
  if (isStart && START.test(before)) return 0;
  const quote = Math.max(before.lastIndexOf('"'), before.lastIndexOf("'"), before.lastIndexOf('`'));
  return quote >= 0 && ATTRIBUTE_END.test(before.slice(quote)) ? quote : -1;
}

/** A tag ends in the value that did not begin in it. */
const endsTag = (value: string): boolean => /^[^\s>]{1,160}>/.test(value);
/** No sentence goes on behind the handler. */
const isAlone = (value: string): boolean => /^\S{1,200}(?:\s{1,4}\S{0,40})?$/.test(value);

const STYLE = /(?:^|["'`\s;])style\s{0,8}=|pression\s{0,8}\(|-moz-binding|^\s{0,8}@import/i;

function styleBreak(outside: string, keep: Keep): void {
  const m = STYLE.exec(outside);
  if (m && styleKind(outside.slice(m.index, m.index + 1_024)) === 'code')
    keep({ rule: rules.STYLE_CODE, start: m.index, end: Math.min(outside.length, m.index + 1_024), hostile: true });
}

const SCHEME = /(?<![\w-])(?:java|vb|live)script\s{0,2}:(?=\s{0,2}\S)/gi;
/** Markdown: inline links, reference definitions. */
const LINK_MARKS = ['](', ']:'] as const;

function addresses(text: string, outside: string, keep: Keep): void {
  const whole = readAddress(text);
  if (whole.kind === 'script')
    script(new Hostility(text), 0, whole.rest, (deed) => keep({ ...deed, end: text.length, whole: isAllCode(text.slice(whole.rest)) }));
  else if (whole.kind === 'document' && !/\s/.test(text.slice(0, whole.rest + 8)))
    keep({
      rule: rules.SCRIPT_URL,
      start: 0,
      end: text.length,
      hostile: true,
      ...(isPlainPage(text.slice(whole.rest)) && { score: PLAIN_PAGE_SCORE }),
    });
  for (const mark of LINK_MARKS) {
    const hostility = new Hostility(text);
    for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 2)) {
      const { kind, rest } = readAddress(text.slice(at + 2, at + 2 + VALUE_MAX));
      if (kind === 'script') script(hostility, at, at + 2 + rest, keep);
      else if (kind === 'document') keep({ rule: rules.SCRIPT_URL, start: at, end: at + 2 + rest, hostile: true });
    }
  }
  const hostility = new Hostility(outside);
  for (const m of outside.matchAll(SCHEME)) script(hostility, m.index, m.index + m[0].length, keep);
}

const PLAIN_PAGE_MAX = 512;
const PLAIN_PAGE_SCORE = 0.6;
const PLAIN_PAGE = /^text\/html(?:;charset=utf-8)?,/i;
const PLAIN_TAG = /<\/?(?:h[1-6]|p|b|i|em|strong|ul|ol|li|html|body|title|br|div|span)>/gi;

/** A short page in the address itself of headings, paragraphs and words alone: nothing in it runs, loads, asks or leads elsewhere. */
const isPlainPage = (rest: string): boolean =>
  rest.length <= PLAIN_PAGE_MAX && PLAIN_PAGE.test(rest) && /^[\w\s.,!?/;-]*$/.test(rest.replaceAll(PLAIN_TAG, ''));

/** No sentence stands in it: words inside strings do not count. */
const isAllCode = (code: string): boolean =>
  (code
    .slice(0, LONE_CODE_MAX)
    .replaceAll(/"[^"\n]*"|'[^'\n]*'|`[^`]*`/g, '')
    .match(/(?<=\s)[A-Za-z]{2,64}(?=\s)/g)?.length ?? 0) < SENTENCE_WORDS_MIN;

/** `JavaScript: The Good Parts` is a title: behind the colon stands code. */
function script(hostility: Hostility, start: number, rest: number, keep: Keep): void {
  const { text } = hostility;
  const isHostile = hostility.isWithin(rest, rest + VALUE_MAX);
  const code = text.slice(rest, rest + (isHostile ? VALUE_MAX : WORD_MAX));
  if (isHarmless(code.trim())) return;
  const hostile = isHostile && isCode(code);
  if (hostile || (/^[^\s]/.test(code) && isCode(code.split(/\s/, 1)[0] ?? '')))
    keep({ rule: rules.SCRIPT_URL, start, end: Math.min(text.length, rest + 16), hostile });
}
