/** Pictures whose address carries data of the conversation to the server that it names. */
import type { Span } from './theft.ts';

/** Units of an address that are read. */
const ADDRESS_MAX = 2_048;

/** A name in braces or brackets that a model would fill in: what was said, what is secret; not the parts of a badge. */
const PLACE =
  /(?:\{\{?|\[|<|%7B|\$\{?|%5B|__|\{\$)\s{0,4}(?:(?:the|your|all|user|users|user_s|current|full|previous|last|entire|base64|b64|url|encoded|stolen|exfil\w{0,8}|private|sensitive|secret|insert|put|any)[\s_-]{0,2}){0,4}(?:data|secrets?|tokens?|passwords?|credentials?|api[\s_-]?keys?|keys?|conversations?|histor(?:y|ies)|chats?|messages?|contexts?|summar(?:y|ies)|prompts?|system[\s_-]?prompt|contents?|cookies?|e?mails?|information|info|memor(?:y|ies)|payload|encoded|base64|text|answer|response|input|output|files?|env)(?:[\s_-](?:here|data|base64|encoded|content|text|history|goes here)){0,2}\s{0,4}(?:\}|\]|>|%7D|%5D|__)/i;
/** A badge names its own parts so. */
const QUERY_PLACE = /[?&#/=]/;

const VALUES_MAX = 16;
const WORDS_MIN = 3;
const BASE64 = /^[A-Za-z0-9+/_-]{24,2048}={0,2}$/;

/** Markdown images and HTML images; each address once. */
export function findBeacon(text: string): Span | null {
  for (let at = text.indexOf(']('); at >= 0; at = text.indexOf('](', at + 2)) {
    if (!isImage(text, at)) continue;
    const found = judge(text, at + 2, ')');
    if (found) return found;
  }
  for (const m of text.matchAll(/<img\s[^>]{0,200}?src\s{0,4}=\s{0,4}(["'])(?=(?:https?:)?\/\/)/gi)) {
    const found = judge(text, m.index + m[0].length, m[1]!);
    if (found) return found;
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
  const address = part.slice(0, close === ')' ? endOfTarget(part) : Math.max(part.indexOf(close), 0));
  if (!/^<?(?:https?:)?\/\//i.test(address)) return null;
  const host = address.indexOf('/', address.indexOf('//') + 2);
  const rest = host < 0 ? '' : address.slice(host);
  const place = PLACE.exec(rest);
  const isCarried = place !== null && QUERY_PLACE.test(rest[place.index - 1] ?? '') ? true : place === null && carriesText(rest);
  return isCarried ? { start, end: start + address.length } : null;
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
  if (!BASE64.test(value)) return false;
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
