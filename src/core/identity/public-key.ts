/** Public keys that sign tokens (JWK, RFC 7517), brought to the members that matter, and to sizes that cost nobody time. */
import type { JsonObject } from '../submission.ts';

/** Of one set that is fetched; a larger one is not used at all. */
export const KEYS_MAX = 100;
const NAME_CHARS_MAX = 256;

export const KEY_TYPES = ['RSA', 'EC', 'OKP'] as const;
export type PublicKey = {
  kty: (typeof KEY_TYPES)[number];
  kid?: string;
  alg?: string;
  use?: string;
  key_ops?: string[];
  n?: string;
  e?: string;
  crv?: string;
  x?: string;
  y?: string;
};
export type KeySet = { keys: readonly PublicKey[] };

/** RFC 7518, 6.2.2, 6.3.2 and 6.4.1; RFC 8037, 2. Who publishes one of these has published the key. */
export const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const;

/** Base64url of 2,048 to 8,192 bits: weaker is refused by RFC 7518 (3.3), larger costs too much to verify with. */
export const RSA_MODULUS = /^[\w-]{342,1366}$/;
/** Up to 32 bits, and not the 1 with which anything is signed. */
export const RSA_EXPONENT = /^(?!AQ$)[\w-]{2,6}$/;
/** Characters of a coordinate. */
export const EC_CURVES = { 'P-256': 43, 'P-384': 64, 'P-521': 88 } as const;
/** Ed25519 (RFC 8037). */
export const OKP_POINT = /^[\w-]{43}$/;

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= NAME_CHARS_MAX;
const fits = (value: unknown, pattern: RegExp): value is string => typeof value === 'string' && pattern.test(value);

/**
 * The key as one that verifies, or null: a secret one, one for encryption, of another type, too weak or too large. Members that are
 * not understood are left out (RFC 7517, 4).
 */
export function publicKeyOf(jwk: JsonObject): PublicKey | null {
  if (PRIVATE_MEMBERS.some((name) => Object.hasOwn(jwk, name))) return null;
  const { kid, alg, use, key_ops } = jwk;
  if (use !== undefined && use !== 'sig') return null;
  if (key_ops !== undefined && !(Array.isArray(key_ops) && key_ops.length <= 10 && key_ops.every(isText) && key_ops.includes('verify')))
    return null;
  if ((kid !== undefined && !isText(kid)) || (alg !== undefined && !isText(alg))) return null;
  const material = materialOf(jwk);
  return material && { ...material, ...(kid !== undefined && { kid }), ...(alg !== undefined && { alg }) };
}

function materialOf({ kty, n, e, crv, x, y }: JsonObject): PublicKey | null {
  if (kty === 'RSA') return fits(n, RSA_MODULUS) && fits(e, RSA_EXPONENT) ? { kty, n, e } : null;
  if (kty === 'OKP') return crv === 'Ed25519' && fits(x, OKP_POINT) ? { kty, crv, x } : null;
  if (kty !== 'EC' || !isCurve(crv)) return null;
  const coordinate = coordinateOf(crv);
  return fits(x, coordinate) && fits(y, coordinate) ? { kty, crv, x, y } : null;
}

const isCurve = (crv: unknown): crv is keyof typeof EC_CURVES => typeof crv === 'string' && Object.hasOwn(EC_CURVES, crv);
export const coordinateOf = (crv: keyof typeof EC_CURVES): RegExp => new RegExp(`^[\\w-]{${EC_CURVES[crv]}}$`);
