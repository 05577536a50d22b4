/** The key out of `Authorization: Bearer <key>` (RFC 6750, 2.1); null when there is no such header. */
export function bearerOf(headers: Headers): string | null {
  const value = headers.get('authorization');
  if (value === null) return null;
  const [scheme = '', token = '', ...rest] = value.trim().split(/ +/);
  return scheme.toLowerCase() === 'bearer' && !rest.length ? token : '';
}
