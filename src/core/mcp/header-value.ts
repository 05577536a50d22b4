/** Values of `Mcp-Name` and `Mcp-Param-*` (2026-07-28, Streamable HTTP, "Value Encoding"). */
const PREFIX = '=?base64?';
const SUFFIX = '?=';
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The text that a header value stands for: decoded when it is `=?base64?…?=`, else as it is. Null when the Base64 is not canonical
 * (RFC 4648, 3.5: alphabet, padding and zero rest bits) or the bytes are not UTF-8. Linear.
 */
export function decodeValue(value: string): string | null {
  if (!value.startsWith(PREFIX) || !value.endsWith(SUFFIX) || value.length < PREFIX.length + SUFFIX.length) return value;
  const encoded = value.slice(PREFIX.length, -SUFFIX.length);
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(encoded) || encoded.length % 4 !== 0) return null;
  const binary = atob(encoded);
  if (btoa(binary) !== encoded) return null;
  try {
    return UTF8.decode(Uint8Array.from(binary, (c) => c.charCodeAt(0)));
  } catch {
    return null;
  }
}
