/** `Retry-After` (RFC 9110, 10.2.3): seconds or an HTTP date, as ms from `now_ms`; null where it says nothing. */
export function retryAfterOf(value: string | null, now_ms: number): number | null {
  const text = value?.trim();
  if (!text) return null;
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1_000;
  if (!/^[A-Z][a-z]{2,8},? /.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now_ms);
}
