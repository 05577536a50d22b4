/**
 * What PostgreSQL cannot hold, made holdable, and back. `text` and `jsonb` refuse U+0000, `jsonb` also lone surrogates, and a
 * btree entry ends at 2,704 bytes; method and tool names come from strangers. The lead U+FDD0 is a noncharacter
 * (Unicode 23.7), followed by four hex digits of the code unit that it stands for, itself included.
 */
import { createHash } from 'node:crypto';

const LEAD = 0xfdd0;
const LEAD_TEXT = '\ufdd0';
const ESCAPED = /\ufdd0([0-9a-f]{4})/g;
/** UTF-16 code units of a method or tool name that stand in its column. */
export const NAME_CHARS_MAX = 256;

/** The JSON text of `value`, acceptable to `jsonb`. Linear in its length. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!json.includes('\\u') && !json.includes(LEAD_TEXT)) return json;
  let out = '';
  let copied = 0;
  for (let i = 0; i < json.length; i++) {
    const unit = json.charCodeAt(i);
    if (unit === LEAD) {
      out += `${json.slice(copied, i)}${LEAD_TEXT}fdd0`;
      copied = i + 1;
    } else if (unit === 0x5c) {
      // JSON.stringify escapes a surrogate only where it is alone, in lower-case hex.
      const hex = json[i + 1] === 'u' ? json.slice(i + 2, i + 6) : '';
      if (hex === '0000' || hex.startsWith('d')) {
        out += `${json.slice(copied, i)}${LEAD_TEXT}${hex}`;
        i += 5;
        copied = i + 1;
      } else i++;
    }
  }
  return out + json.slice(copied);
}

/** The value that `storableJson` was given, from the text form of the stored `jsonb`. */
export const fromStoredJson = (text: string): unknown => JSON.parse(text.replaceAll(ESCAPED, '\\u$1'));

/** `text` as a `text` column can hold it. */
export const storableText = (text: string): string =>
  text.isWellFormed() && !text.includes('\0') && !text.includes(LEAD_TEXT) ? text : (JSON.parse(storableJson(text)) as string);

export const fromStoredText = (text: string): string =>
  text.includes(LEAD_TEXT) ? text.replaceAll(ESCAPED, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text;

/** A name for its column and its filter: itself, or (when longer) its beginning and SHA-256, so that different names stay different. */
export function boundedName(name: string): string {
  if (name.length <= NAME_CHARS_MAX) return name;
  return `${name.slice(0, NAME_CHARS_MAX)}…sha256:${createHash('sha256').update(name, 'utf16le').digest('hex')}`;
}
