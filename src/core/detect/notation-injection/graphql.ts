/** GraphQL: arguments that are broken out of, and queries that cost more than they ask for. */
import type { Span } from '../quoting.ts';

const CLOSED = /["']\s{0,4}\)\s{0,4}\{[\s\w,]{1,120}\}/;
const ANOTHER = /\}\s{0,4}(?:mutation|query|subscription)(?:\s\w{1,32})?\s{0,4}\{\s{0,4}\w{1,64}\s{0,4}[({]/i;

/** `1") { id } users { password }`: a string and its argument end, a selection follows. */
export function findGraphBreak(text: string): Span | null {
  if (/^\s{0,16}(?:query|mutation|subscription|fragment|\{)/.test(text)) return null;
  const found = CLOSED.exec(text) ?? ANOTHER.exec(text);
  return found && { start: found.index, end: found.index + found[0].length };
}

const DOCUMENT = /^\s{0,16}(?:(?:query|mutation|subscription)\b[^{]{0,512})?\{\s{0,64}[\w.]/;
const ALIASED = /[\s{,}]\w{1,64}\s{0,4}:\s{0,4}(\w{1,64})\s{0,4}[({]/g;
/** One field under so many names is a guess at a code or a password, past the limit of calls. */
const ALIASES_MAX = 30;
const DEPTH_MAX = 14;
const FRAGMENT = /\bfragment\s{1,8}(\w{1,64})\s{1,8}on\s{1,8}\w{1,64}\s{0,8}\{/g;
const FRAGMENT_REACH = 2_048;
const SPREAD = /\.{3}\s{0,4}(\w{1,64})/g;
const SPREADS = (body: string): string[] => [...body.matchAll(SPREAD)].map(([, name]) => name!);

export function findGraphFlood(text: string): boolean {
  if (!DOCUMENT.test(text) || /"\s{0,4}:/.test(text.slice(0, 64))) return false;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x7b) {
      if (++depth > DEPTH_MAX) return true;
    } else if (c === 0x7d) depth--;
  }
  const fields = new Map<string, number>();
  for (const { 1: field } of text.matchAll(ALIASED)) {
    const count = (fields.get(field!) ?? 0) + 1;
    if (count > ALIASES_MAX) return true;
    fields.set(field!, count);
  }
  for (const { 0: head, 1: name, index } of text.matchAll(FRAGMENT)) {
    const body = text.slice(index + head.length, index + head.length + FRAGMENT_REACH);
    const end = body.indexOf('fragment ');
    if (SPREADS(end < 0 ? body : body.slice(0, end)).includes(name!)) return true;
  }
  return false;
}
