/** Entity tags and conditions (RFC 9110, 8.8.3 and 13.1.1). */
import type { Precondition } from '#app/policies.ts';
import { Problem } from '#core/problem.ts';

type Header = (name: string) => string | null;

export const etagOf = (digest: string): string => `"${digest}"`;

const IF_MATCH_CHARS_MAX = 4_096;

/**
 * What `If-Match` demands. The comparison is strong: a weak tag (`W/"…"`) matches nothing. `*` matches whatever there is.
 * Throws `PRECONDITION_REQUIRED` when the header is missing.
 */
export function ifMatch(header: Header): Precondition {
  const value = header('if-match')?.trim();
  if (!value) throw new Problem('PRECONDITION_REQUIRED');
  if (value === '*') return () => true;
  if (value.length > IF_MATCH_CHARS_MAX) return () => false;
  const tags = new Set(value.split(',').map((tag) => tag.trim()));
  return (digest) => tags.has(etagOf(digest));
}

/** Whether `If-None-Match` says that the caller has this version already; the comparison is weak. */
export function isKnown(header: Header, digest: string): boolean {
  const value = header('if-none-match')?.trim();
  if (!value || value.length > IF_MATCH_CHARS_MAX) return false;
  return value === '*' || value.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etagOf(digest));
}
