/** A token as text (JWS compact serialisation, RFC 7515, 7.1): read strictly before anything is believed. */
import { parseJson } from '#core/json.ts';
import type { JsonObject } from '#core/submission.ts';

export const TOKEN_BYTES_MAX = 16_384;

export type ReadToken = { header: JsonObject; payload: JsonObject };

/** Header and payload, unverified; else what is wrong with them, for people. */
export function readToken(text: string): ReadToken | { fault: string } {
  if (text.length > TOKEN_BYTES_MAX) return { fault: `The token is longer than ${TOKEN_BYTES_MAX} bytes.` };
  const parts = text.split('.');
  if (parts.length === 5) return { fault: 'The token is encrypted (JWE); only signed ones are read.' };
  const [first, second, third] = parts;
  if (first === undefined || second === undefined || third === undefined || parts.length !== 3)
    return { fault: 'The token is no JWT: it does not have three parts.' };
  const header = objectIn(first);
  if (!header) return { fault: 'The header of the token is not base64url of a JSON object without repeated names.' };
  const payload = objectIn(second);
  if (!payload) return { fault: 'The payload of the token is not base64url of a JSON object without repeated names.' };
  if (bytesOf(third) === null) return { fault: 'The signature of the token is not base64url.' };
  if (Object.hasOwn(header, 'crit')) return { fault: 'The token demands extensions that are not understood (crit).' };
  if (isOfAnotherKind(header['typ'])) return { fault: 'The token is typed as one for another purpose (typ).' };
  return { header, payload };
}

/** Only the one spelling that the bytes have, so that a token that was changed is never the same token. */
function bytesOf(part: string): Buffer | null {
  const bytes = Buffer.from(part, 'base64url');
  return bytes.toString('base64url') === part ? bytes : null;
}

/** What two readers might read differently is refused: repeated names (RFC 7515, 4; RFC 7519, 4), numbers out of range. */
function objectIn(part: string): JsonObject | null {
  const bytes = bytesOf(part);
  const json = bytes?.length ? parseJson(bytes) : null;
  if (!json?.ok || json.faults.length > 0) return null;
  const { value } = json;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/**
 * A logout token, a DPoP proof or an event is signed by the same keys and names the same user (RFC 8725, 3.11). Anything else passes:
 * what issuers write there differs.
 */
function isOfAnotherKind(typ: unknown): boolean {
  if (typ === undefined) return false;
  if (typeof typ !== 'string') return true;
  const kind = typ.toLowerCase().replace(/^application\//, '');
  return kind.endsWith('+jwt') && kind !== 'at+jwt';
}
