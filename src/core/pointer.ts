/** A place in a JSON value as a linked path: cheap to extend while walking, spelled out only when someone asks. */
export type Step = { key: string | number; up: Step | null };

/** JSON Pointer (RFC 6901) of a step; the root is the empty string. */
export function pointerOf(step: Step | null): string {
  const parts: string[] = [];
  for (let s = step; s; s = s.up) parts.push(String(s.key).replaceAll('~', '~0').replaceAll('/', '~1'));
  return parts.length ? `/${parts.reverse().join('/')}` : '';
}

/** What a member is called in earnest. A longer name, or one with spaces or signs, is text that somebody wrote. */
const MEMBER = /^[A-Za-z0-9_$@][\w.$@-]{0,31}$/;

/** A pointer that shows no text of the message: every name that is more than a name is `*`. For people and for what is kept; it need not lead anywhere. */
export const plainPointer = (pointer: string): string =>
  pointer
    .split('/')
    .map((token) => (token === '' || MEMBER.test(token) ? token : '*'))
    .join('/');
