/** Entity tags and conditions (RFC 9110, 8.8.3 and 13.1.1). */
import type { Precondition } from '#app/policies.ts';
import { Problem } from '#core/problem.ts';

type Header = (name: string) => string | null;

export const etagOf = (digest: string): string => `"${digest}"`;

/**
 * What `If-Match` demands, undefined without it. The comparison is strong: a weak tag (`W/"…"`) matches nothing. `*` matches whatever
 * there is. Our own tags have no comma within, so that what lies between commas is one of them, or none.
 */
export function ifMatchGiven(header: Header): Precondition | undefined {
  const value = header('if-match')?.trim();
  if (!value) return undefined;
  if (value === '*') return () => true;
  const tags = new Set(value.split(',').map((tag) => tag.trim()));
  return (digest) => tags.has(etagOf(digest));
}

/** The same where the header must be. Throws `PRECONDITION_REQUIRED` when it is missing. */
export function ifMatch(header: Header): Precondition {
  const known = ifMatchGiven(header);
  if (!known) throw new Problem('PRECONDITION_REQUIRED');
  return known;
}

/** Whether `If-None-Match` says that the caller has this version already; the comparison is weak. */
export function isKnown(header: Header, digest: string): boolean {
  const value = header('if-none-match')?.trim();
  if (!value) return false;
  return value === '*' || value.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etagOf(digest));
}
