/** JSON Web Tokens that were made to be believed unchecked (RFC 8725, 2.1 and 3.10). */
import type { Span } from '../quoting.ts';

/** A header in base64url, and the start of the claims. */
const TOKEN = /(?<![\w-])(e[yw][\w-]{10,600})\.e[yw][\w-]{2}/g;
const TOKENS_MAX = 8;
/** An id of a key is a name; one with these is a path, a query or a command. */
const HOSTILE_KEY = /\.\.[/\\]|^\/(?:dev|proc|etc)\/|['"|;`]|\s(?:or|and|union|select)\s/i;

function headerOf(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(atob(part.replaceAll('-', '+').replaceAll('_', '/')));
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

export function findToken(text: string): Span | null {
  let seen = 0;
  for (const { 0: whole, 1: part, index } of text.matchAll(TOKEN)) {
    if (++seen > TOKENS_MAX) return null;
    const header = headerOf(part!);
    if (!header) continue;
    const unsigned = typeof header.alg === 'string' && header.alg.toLowerCase() === 'none';
    if (unsigned || (typeof header.kid === 'string' && HOSTILE_KEY.test(header.kid))) return { start: index, end: index + whole.length };
  }
  return null;
}
