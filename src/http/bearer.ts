/** The key out of `Authorization: Bearer <key>` (RFC 6750, 2.1); null when there is no such header. */
export function bearerOf(authorization: string | null): string | null {
  if (authorization === null) return null;
  const [scheme = '', token = '', ...rest] = authorization.trim().split(/ +/);
  return scheme.toLowerCase() === 'bearer' && !rest.length ? token : '';
}
