/** The header `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07). */
import type { Asked } from '#app/idempotency.ts';
import { Problem } from '#core/problem.ts';

export const IDEMPOTENCY_KEY_CHARS_MAX = 255;
/** Beside an answer that was given before. */
export const REPLAYED = { 'Idempotency-Replayed': 'true' } as const;

/** RFC 9651, 3.3.3; outside of quotation marks a space would be that of a list, which a proxy has made of two headers. */
const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;
const PLAIN = /^[\x21\x23-\x7e][\x21-\x7e]*$/;
/** Each character may be escaped, and there are the quotation marks. */
const HEADER_CHARS_MAX = 2 * IDEMPOTENCY_KEY_CHARS_MAX + 2;

/** Null when there is no such header. A key is the same with and without quotation marks. Throws `IDEMPOTENCY_KEY_INVALID`. */
export function idempotencyKeyOf(header: (name: string) => string | null): string | null {
  const value = header('idempotency-key')?.trim();
  if (value === undefined) return null;
  if (value.length > HEADER_CHARS_MAX) throw new Problem('IDEMPOTENCY_KEY_INVALID');
  const key = PLAIN.test(value) ? value : QUOTED.exec(value)?.[1]?.replaceAll(/\\(.)/g, '$1');
  if (!key || key.length > IDEMPOTENCY_KEY_CHARS_MAX) throw new Problem('IDEMPOTENCY_KEY_INVALID');
  return key;
}

/** What the call asks to be done once, or null when it does not. `path` is the template, `params` what stands in it. */
export function askedOf(
  { method, path }: { method: string; path: string },
  header: (name: string) => string | null,
  params: Readonly<Record<string, string>>,
  body: Uint8Array,
): Asked | null {
  const idempotency_key = idempotencyKeyOf(header);
  if (idempotency_key === null) return null;
  const operation = `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '')}`;
  return { operation, idempotency_key, body };
}
