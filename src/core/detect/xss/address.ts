/** Addresses in attributes that run script. */
import type { HtmlTag } from '../../text/html-tokens.ts';
import type { Keep, Span } from './deed.ts';
import * as rules from './rules.ts';
import { isHostileScript } from './script.ts';
import { isHarmless, readAddress } from './url.ts';

/** A picture that may hold a script, in an element that might run it. */
const PICTURE_SCORE = 0.5;
const PARTS_MAX = 8;
/** A script's address as a parameter of another, or behind what a filter left. */
const INNER = /(?:java|vb)script:\s{0,4}\S/i;
const INNER_SCORE = 0.85;
const VALUE_MAX = 4_096;

const ADDRESS_ATTRIBUTES = new Set(
  'href src action formaction data background dynsrc lowsrc poster code codebase archive from to by values content ping manifest longdesc cite usemap profile icon link location value url implementation actiontype handler dataurl classid expr'.split(
    ' ',
  ),
);
/** They show a data: picture as nothing but a picture. */
const SHOWS = new Set(['img', 'image', 'link', 'source', 'input', 'video', 'feimage']);

export function judgeAddress(tag: HtmlTag, attribute: string, value: string, span: Span, keep: Keep): void {
  const name = attribute.slice(attribute.lastIndexOf(':') + 1);
  if (!ADDRESS_ATTRIBUTES.has(name) || (name === 'content' && tag.name !== 'meta')) return;
  for (const address of addressesIn(name, value.length > VALUE_MAX ? value.slice(0, VALUE_MAX) : value)) {
    const { kind, rest } = readAddress(address);
    if (kind === null && INNER.test(address) && isHostileScript(address))
      keep({ rule: rules.SCRIPT_URL, ...span, hostile: true, score: INNER_SCORE });
    if (kind === null || kind === 'data') continue;
    const code = address.slice(rest);
    if (kind === 'script' && isHarmless(code)) continue;
    if (kind !== 'picture') keep({ rule: rules.SCRIPT_URL, ...span, hostile: kind === 'document' || isHostileScript(code) });
    else if (/<|%3c|base64/i.test(code.slice(0, 256)) && !SHOWS.has(tag.name))
      keep({ rule: rules.SCRIPT_URL, ...span, hostile: false, score: PICTURE_SCORE });
    return;
  }
}

/** `content` of a refresh is `0;url=…`, `values` of an animation a list; comments and sections inside an address were once read over. */
function addressesIn(name: string, value: string): string[] {
  const plain = value.includes('<!') ? value.replaceAll(/<!--[^>]{0,64}-->|<!\[CDATA\[|\]\]>/g, '') : value;
  if (name !== 'content' && name !== 'values') return plain === value ? [value] : [value, plain];
  return [plain, ...plain.split(/[;,]/, PARTS_MAX).map((part) => part.replace(/^\s{0,16}url\s{0,16}=\s{0,16}["']?/i, ''))];
}
