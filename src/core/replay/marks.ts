/** Where something was cut out of a kept message (`core/redact.ts`, `app/decision-input.ts`). */

const CUT = '[REDACTED:';
const BYTE_BITS = 8;
const DIGIT_BITS = 6;

/** The digits of Base64 that the text has wherever it begins within three bytes. */
const inBase64 = [0, 1, 2].map((before) =>
  btoa('\0'.repeat(before) + CUT).slice(
    Math.ceil((before * BYTE_BITS) / DIGIT_BITS),
    Math.floor(((before + CUT.length) * BYTE_BITS) / DIGIT_BITS),
  ),
);
const MARK = new RegExp(['\\[REDACTED:', '\\[NOT KEPT:', ...inBase64.map((digits) => digits.replaceAll('+', '\\+'))].join('|'));

export const isMarked = (text: string): boolean => MARK.test(text);

/** `path` from the value that was looked through; with `is_name` the last of its members was renamed. */
export type Mark = { path: string[]; is_name: boolean };

/** In the order of nothing in particular. Linear; as deep as memory. What the caller wrote himself to look like a mark is one. */
export function marksIn(root: unknown): Mark[] {
  const marks: Mark[] = [];
  const open: { value: unknown; path: string[] }[] = [{ value: root, path: [] }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === 'string' && isMarked(value)) marks.push({ path, is_name: false });
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, member] of Object.entries(value)) {
      const below = [...path, key];
      if (isMarked(key)) marks.push({ path: below, is_name: true });
      if (typeof member === 'string' || (typeof member === 'object' && member !== null)) open.push({ value: member, path: below });
    }
  }
  return marks;
}
