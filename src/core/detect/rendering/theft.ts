/** Scripts of a page that send away what the browser keeps. */
import { readHtml } from '../../text/html-tokens.ts';
import { handlerKind } from '../xss/events.ts';

export type Span = { start: number; end: number };

/** What is kept; reading one item of a storage by its name is what pages do for themselves. */
const KEPT =
  'document\\s{0,2}(?:\\.|\\[["\'`])cookie|(?:local|session)storage(?!\\s{0,2}\\.\\s{0,2}(?:get|set|remove)item|\\s{0,2}[.[]\\s{0,2}["\'`]?(?:theme|lang|color|mode))';
const WAYS =
  '(?:fetch|sendbeacon|postmessage|window\\.open|websocket|\\.send|\\.open|import)\\s{0,4}\\(|(?:\\.src|location(?:\\.href)?|\\.action|\\.href)\\s{0,4}=(?!=)|document\\.write\\s{0,4}\\(';
const SENDS_KEPT = new RegExp(`(?:${WAYS})[^;{}]{0,240}?(?:${KEPT})`, 'i');
const TAKES = new RegExp(
  `([a-z_$][\\w$]{0,31})\\s{0,4}=\\s{0,4}(?:encodeuricomponent\\(|btoa\\(|json\\.stringify\\(|escape\\(|\\{\\s{0,4}\\.\\.\\.){0,3}(?:${KEPT})`,
  'gi',
);
const WAY = new RegExp(WAYS, 'gi');

/** A variable is sent within this many units of where it was filled. */
const FLOW_MAX = 1_000;
const ARGUMENTS_MAX = 240;
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
  if (SENDS_KEPT.test(script)) return true;
  let taken = 0;
  for (const m of script.matchAll(TAKES)) {
    if (taken++ >= TAKEN_MAX) break;
    if (isSent(m[1]!, script.slice(m.index + m[0].length, m.index + m[0].length + FLOW_MAX))) return true;
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
