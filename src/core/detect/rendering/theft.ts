/** Scripts of a page that send away what the browser keeps. */
import { readHtml } from '../../text/html-tokens.ts';
import { handlerKind } from '../xss/events.ts';

export type Span = { start: number; end: number };

/** What is kept; reading one item of a storage by its name is what pages do for themselves. */
const KEPT =
  /document\s{0,2}(?:\.|\[["'`])cookie|(?:local|session)storage(?!\s{0,2}\.\s{0,2}(?:get|set|remove)item|\s{0,2}[.[]\s{0,2}["'`]?(?:theme|lang|color|mode))/gi;
const WAY =
  /(?:fetch|sendbeacon|postmessage|window\.open|websocket|\.send|\.open|import)\s{0,4}\(|(?:\.src|location(?:\.href)?|\.action|\.href)\s{0,4}=(?!=)|document\.write\s{0,4}\(/gi;
/** The variable that what follows is put in. */
const TAKER =
  /(?<![\w$])([a-z_$][\w$]{0,31})\s{0,4}=\s{0,4}(?:e(?:ncodeuricomponent|scape)\(|btoa\(|json\.stringify\(|\{\s{0,4}\.\.\.){0,3}$/i;
const TAKER_MAX = 96;

/** A variable is sent within this many units of where it was filled. */
const FLOW_MAX = 1_000;
const ARGUMENTS_MAX = 240;
/** What is kept may begin at the last of them, and what follows it tells. */
const KEPT_MAX = 48;
const TAKEN_MAX = 16;

/** Of a page, the first script or handler that does it. */
export function findTheft(text: string): Span | null {
  let found: Span | null = null;
  readHtml(text, (token) => {
    if (found) return;
    if (token.kind === 'raw' && token.element === 'script') {
      if (sendsKept(token.inner)) found = { start: token.start, end: token.end };
    } else if (token.kind === 'tag') {
      for (const { name, value } of token.attributes)
        if (value !== null && (handlerKind(name) !== null || /^\s{0,8}javascript:/i.test(value)) && sendsKept(value))
          found = { start: token.start, end: token.end };
    }
  });
  return found;
}

export function sendsKept(script: string): boolean {
  if (!/cookie|storage/i.test(script)) return false;
  if (sendsAtOnce(script)) return true;
  let taken = 0;
  for (const { 0: kept, index } of script.matchAll(KEPT)) {
    const name = TAKER.exec(script.slice(Math.max(0, index - TAKER_MAX), index))?.[1];
    if (name === undefined) continue;
    if (taken++ >= TAKEN_MAX) break;
    const end = index + kept.length;
    if (isSent(name, script.slice(end, end + FLOW_MAX))) return true;
  }
  return false;
}

/** What is kept stands in the same statement. */
function sendsAtOnce(script: string): boolean {
  for (const { 0: way, index } of script.matchAll(WAY)) {
    const from = index + way.length;
    const after = script.slice(from, from + ARGUMENTS_MAX + KEPT_MAX);
    const kept = after.search(KEPT);
    // Braces of an object that is sent along are none of a block.
    const end = after.search(/;|\)\s{0,4}[{}]|=>/);
    if (kept >= 0 && kept <= ARGUMENTS_MAX && (end < 0 || kept < end)) return true;
  }
  return false;
}

function isSent(name: string, after: string): boolean {
  for (const way of after.matchAll(WAY)) {
    const given = after.slice(way.index, way.index + ARGUMENTS_MAX).split(';', 1)[0]!;
    if (given.split(/[^\w$]+/).includes(name)) return true;
  }
  return false;
}
