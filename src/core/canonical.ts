/** Canonical JSON (RFC 8785, JCS): equal values have equal text, so their digests can be compared. */

type Frame = { parts: Iterator<[string, unknown], undefined>; close: string; first: boolean };

function* membersOf(value: object): Generator<[string, unknown], undefined> {
  if (Array.isArray(value)) {
    for (const item of value) yield ['', item];
    return;
  }
  for (const [key, member] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (member !== undefined) yield [`${JSON.stringify(key)}:`, member];
  }
}

/** Deeper values, which no ordinary message has, are written without the call stack. */
const ORDINARY_DEPTH_MAX = 100;
/** Thrown away at once: a value that `JSON.stringify` would not write in canonical form even with its members in order. */
class Unordinary extends Error {}
const unordinary = new Unordinary();

/** A copy whose members stand in UTF-16 order, so that `JSON.stringify` writes it canonically. Throws `unordinary`. */
function ordered(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > ORDINARY_DEPTH_MAX) throw unordinary;
  if (Array.isArray(value)) return value.map((item) => (typeof item === 'object' ? ordered(item, depth + 1) : item));
  const keys = Object.keys(value).sort();
  const copy: Record<string, unknown> = {};
  for (const key of keys) {
    const first = key.charCodeAt(0);
    // What looks like an index comes first in any object, and this name is no member of one.
    if ((first >= 0x30 && first <= 0x39) || key === '__proto__') throw unordinary;
    const member: unknown = Reflect.get(value, key);
    copy[key] = typeof member === 'object' ? ordered(member, depth + 1) : member;
  }
  return copy;
}

/**
 * The canonical text of a JSON value. Keys stand in UTF-16 order; members that are undefined are left out; a number that JSON cannot
 * say becomes null. Depth costs memory, not call stack: a body that nests a hundred thousand times must still have a digest.
 * With `cut`, containers within more than `depth_max` others are replaced by its text.
 */
export function canonicalJson(root: unknown, cut?: { depth_max: number; text: string }): string {
  if (cut) return written(root, cut);
  try {
    return JSON.stringify(ordered(root, 0)) ?? 'null';
  } catch (error) {
    if (error !== unordinary) throw error;
    return written(root);
  }
}

function written(root: unknown, cut?: { depth_max: number; text: string }): string {
  const out: string[] = [];
  const stack: Frame[] = [];
  const write = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) {
      out.push(JSON.stringify(value) ?? 'null');
      return;
    }
    if (cut && stack.length >= cut.depth_max) {
      out.push(JSON.stringify(cut.text));
      return;
    }
    const isList = Array.isArray(value);
    out.push(isList ? '[' : '{');
    stack.push({ parts: membersOf(value), close: isList ? ']' : '}', first: true });
  };
  write(root);
  for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
    const next = frame.parts.next();
    if (next.done) {
      out.push(frame.close);
      stack.pop();
      continue;
    }
    out.push(frame.first ? next.value[0] : `,${next.value[0]}`);
    frame.first = false;
    write(next.value[1]);
  }
  return out.join('');
}
