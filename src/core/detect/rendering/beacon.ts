/** Pictures whose address carries data of the conversation to the server that it names. */
import { carried } from '../outgoing/query.ts';
import { placeholderIn } from './placeholder.ts';
import type { Span } from './theft.ts';

/** Units of an address that are read. */
const ADDRESS_MAX = 2_048;

/** A badge names its own parts so. */
const QUERY_PLACE = /[?&#/=]/;

const VALUES_MAX = 16;
/** Below it the address may be the site's own. */
const CARRIED_MIN = 0.8;
const WORDS_MIN = 3;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
const BASE64_MIN = 24;

/** What fetches its address as soon as it is drawn; links that are clicked are none of them. */
const DRAWN = /<(?:img|iframe|source|video|audio|embed|object|link|input|body|table|td|div|span|image|use)(?=[\s/])/gi;
const TAG_MAX = 400;
const FETCHED =
  /(?<=[\s"'/])(?:src|srcset|href|background|poster|data|xlink:href)\s{0,4}=\s{0,4}(["']?)(?=(?:https?:)?\/\/)|url\(\s{0,4}(["']?)(?=(?:https?:)?\/\/)/i;
const IMPORTED = /(?:@import\s{1,4}(?:url\()?|url\()\s{0,4}(["']?)(?=(?:https?:)?\/\/)/gi;

const REFERENCES_MAX = 64;
const DEFINED = /(?:^|\n) {0,3}\[([^\]\n]{1,80})\]:\s{1,4}<?(?=(?:https?:)?\/\/)/g;

/** Markdown images, also by reference, and what HTML and its styles draw; each address once. */
export function findBeacon(text: string): Span | null {
  for (let at = text.indexOf(']('); at >= 0; at = text.indexOf('](', at + 2)) {
    if (!isImage(text, at)) continue;
    const found = judge(text, at + 2, ')');
    if (found) return found;
  }
  const referred = text.includes(']:') && text.includes('![') ? findReferred(text) : null;
  if (referred) return referred;
  if (!text.includes('//')) return null;
  for (const { index } of text.includes('<') ? text.matchAll(DRAWN) : []) {
    const tag = text.slice(index, index + TAG_MAX).split('>', 1)[0]!;
    const source = FETCHED.exec(tag);
    const found = source && judge(text, index + source.index + source[0].length, source[1] || source[2] || ' ');
    if (found) return found;
  }
  for (const { 0: call, 1: quote, index } of text.includes('<style') ? text.matchAll(IMPORTED) : []) {
    const found = judge(text, index + call.length, quote || ')');
    if (found) return found;
  }
  return null;
}

/** `![logo][1]` and `[1]: https://…`. */
function findReferred(text: string): Span | null {
  let seen = 0;
  for (const { 0: head, 1: label, index } of text.matchAll(DEFINED)) {
    if (++seen > REFERENCES_MAX) return null;
    const found = judge(text, index + head.length, '\n');
    if (found && (text.includes(`][${label!}]`) || text.includes(`![${label!}]`))) return found;
  }
  return null;
}

const ALT_MAX = 128;

/** The bracket that `](` closes has `!` before it, and nothing else closed it. */
function isImage(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - ALT_MAX), at);
  const open = before.lastIndexOf('![');
  return open >= 0 && !before.includes('](', open);
}

function judge(text: string, start: number, close: string): Span | null {
  const part = text.slice(start, start + ADDRESS_MAX);
  const address = part.slice(0, close === ')' ? endOfTarget(part) : endOfValue(part, close));
  if (!/^<?(?:https?:)?\/\//i.test(address)) return null;
  const host = address.indexOf('/', address.indexOf('//') + 2);
  const rest = host < 0 ? '' : address.slice(host);
  const place = placeholderIn(rest);
  const isCarried = place < 0 ? carriesText(rest) || carried(rest) >= CARRIED_MIN : QUERY_PLACE.test(rest[place - 1] ?? '');
  return isCarried ? { start, end: start + address.length } : null;
}

/** Up to the quote or the line's end; without quotes, up to a space or the end of the tag. */
function endOfValue(part: string, close: string): number {
  const end = close === ' ' ? part.search(/[\s>)]/) : part.indexOf(close);
  return end >= 0 ? end : close === '\n' || close === ' ' ? part.length : 0;
}

/** Spaces stand in placeholders; a title does not count. */
function endOfTarget(part: string): number {
  const close = part.indexOf(')');
  return [part.indexOf('\n'), part.indexOf('](')].reduce((end, at) => (at >= 0 && at < end ? at : end), close < 0 ? part.length : close);
}

/** Sentences in Base64: signatures and image recipes are none. */
function carriesText(rest: string): boolean {
  if (!rest.includes('?')) return false;
  return rest
    .slice(rest.indexOf('?') + 1)
    .split(/[&#\s]/, VALUES_MAX)
    .some((pair) => isText(pair.slice(pair.indexOf('=') + 1)));
}

function isText(value: string): boolean {
  if (value.length < BASE64_MIN || !BASE64.test(value)) return false;
  const plain = decode(value);
  return plain !== null && !/^[[{<]|^https?:/.test(plain) && (plain.match(/[A-Za-z]{2,16}[ ,.:=]/g)?.length ?? 0) >= WORDS_MIN;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Null when it is not plain ASCII text. */
function decode(run: string): string | null {
  let bits = 0;
  let held = 0;
  let out = '';
  for (const c of run) {
    if (c === '=') break;
    bits = ((bits << 6) | ALPHABET.indexOf(c === '-' ? '+' : c === '_' ? '/' : c)) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    const unit = (bits >> held) & 0xff;
    if ((unit < 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 9) || unit > 0x7e) return null;
    out += String.fromCharCode(unit);
  }
  return out;
}
