/** A place in a JSON value as a linked path: cheap to extend while walking, spelled out only when someone asks. */
export type Step = { key: string | number; up: Step | null };

/** JSON Pointer (RFC 6901) of a step; the root is the empty string. */
export function pointerOf(step: Step | null): string {
  const parts: string[] = [];
  for (let s = step; s; s = s.up) parts.push(String(s.key).replaceAll('~', '~0').replaceAll('/', '~1'));
  return parts.length ? `/${parts.reverse().join('/')}` : '';
}
