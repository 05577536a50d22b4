/** HTML character references (WHATWG HTML 13.2.5.72 onwards): numeric, and the names that spell ASCII or nothing. */
import { FEATURE } from '../features.ts';
import type { Decoder } from './decoder.ts';
import type { Draft } from './draft.ts';
import { ENTITIES, ENTITY_NAME_MAX, LEGACY_ENTITIES } from './entity-names.ts';
import { hexValue } from './hex-digits.ts';

const SEMICOLON = 0x3b;
const POINT_MAX = 0x10ffff;
/** Leading zeros are legal without end; this many digits are read. */
const DIGITS_MAX = 16;

export const entities: Decoder = {
  name: 'html',
  triggers: FEATURE.ampersand,
  decode(text, draft) {
    for (let i = text.indexOf('&'); i >= 0 && !draft.full;) {
      const taken = decodeReference(text, i, draft);
      if (taken > 0) draft.touch();
      i = text.indexOf('&', i + (taken || 1));
    }
    if (draft.changed) draft.copyTo(text.length);
    return text.length;
  },
};

function decodeReference(text: string, at: number, draft: Draft): number {
  return text.charCodeAt(at + 1) === 0x23 ? decodeNumeric(text, at, draft) : decodeNamed(text, at, draft);
}

function decodeNumeric(text: string, at: number, draft: Draft): number {
  const hex = (text.charCodeAt(at + 2) | 0x20) === 0x78;
  const base = hex ? 16 : 10;
  const first = at + (hex ? 3 : 2);
  let point = 0;
  let i = first;
  for (; i < first + DIGITS_MAX; i++) {
    const digit = hexValue(text.charCodeAt(i));
    if (digit < 0 || digit >= base) break;
    point = Math.min(point * base + digit, POINT_MAX + 1);
  }
  if (i === first || point > POINT_MAX) return 0;
  const taken = i + (text.charCodeAt(i) === SEMICOLON ? 1 : 0) - at;
  draft.replace(at, taken, point);
  return taken;
}

function decodeNamed(text: string, at: number, draft: Draft): number {
  let end = at + 1;
  while (end - at <= ENTITY_NAME_MAX && isLetter(text.charCodeAt(end))) end++;
  if (end === at + 1) return 0;
  const name = text.slice(at + 1, end);
  const closed = text.charCodeAt(end) === SEMICOLON;
  const point = closed ? ENTITIES.get(name) : LEGACY_ENTITIES.has(name) && text.charCodeAt(end) !== 0x3d ? ENTITIES.get(name) : undefined;
  if (point === undefined) return 0;
  const taken = end - at + (closed ? 1 : 0);
  draft.replace(at, taken, point);
  return taken;
}

const isLetter = (unit: number): boolean => (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122);
