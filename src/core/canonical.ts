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

/**
 * The canonical text of a JSON value. Keys stand in UTF-16 order; members that are undefined are left out; a number that JSON cannot
 * say becomes null. Depth costs memory, not call stack: a body that nests a hundred thousand times must still have a digest.
 * With `cut`, containers within more than `depth_max` others are replaced by its text.
 */
export function canonicalJson(root: unknown, cut?: { depth_max: number; text: string }): string {
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
