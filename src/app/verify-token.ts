/** Whether an issuer of the tenant has signed a token, and it is in force. */
import { createLocalJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { isRefusal, readClaims, SKEW_S, standingFault, type VerifiedToken } from '#core/identity/claims.ts';
import { ALGORITHMS, isInWindow, type Issuer } from '#core/identity/issuer.ts';
import type { KeySet } from '#core/identity/public-key.ts';
import type { TokenRefusal } from '#core/identity/refusal.ts';
import type { JsonObject } from '#core/submission.ts';
import type { KeySets } from './key-sets.ts';
import { readToken } from './token-text.ts';

const NAMELESS_KEY = 'The token does not name its key (kid), and not exactly one of its issuer fits.';
const UNKNOWN_KEY = 'The token is signed by a key that its issuer does not publish.';

/**
 * What costs nothing is looked at first: junk fetches no keys and verifies no signatures. Whatever fails is a refusal; it never rejects.
 * @param issuers of the tenant
 */
export async function verifyToken(
  key_sets: KeySets,
  issuers: readonly Issuer[],
  text: string,
  now_ms: number,
): Promise<VerifiedToken | TokenRefusal> {
  const token = readToken(text);
  if ('fault' in token) return { code: 'TOKEN_INVALID', message: token.fault };
  const { alg, kid } = token.header;
  if (!ALGORITHMS.some((name) => name === alg))
    return { code: 'TOKEN_ALGORITHM', message: 'The token is not signed by an algorithm with public keys that is supported.' };
  if (kid !== undefined && typeof kid !== 'string') return { code: 'TOKEN_INVALID', message: 'kid of the token is no text.' };
  const issuer = issuers.find((one) => one.issuer === token.payload['iss'] && isInWindow(one, now_ms));
  if (!issuer) return { code: 'TOKEN_ISSUER', message: 'The token is of no issuer that the tenant believes at this time.' };
  if (!issuer.algorithms.some((name) => name === alg))
    return { code: 'TOKEN_ALGORITHM', message: 'The token is signed by an algorithm that the tenant does not allow its issuer.' };
  const fault = standingFault(token.payload, issuer, now_ms);
  if (fault) return fault;
  const verified = await verifySignature(key_sets, issuer, text, now_ms, kid === undefined);
  return isRefusal(verified) ? verified : readClaims(verified.payload, issuer);
}

type Verified = { payload: JsonObject };

async function verifySignature(
  key_sets: KeySets,
  issuer: Issuer,
  text: string,
  now_ms: number,
  nameless: boolean,
): Promise<Verified | TokenRefusal> {
  const { jwks, jwks_uri } = issuer;
  const found = jwks ? { set: jwks } : await key_sets.get(jwks_uri ?? '', now_ms);
  if ('why' in found) return { code: 'TOKEN_ISSUER_UNAVAILABLE', message: `The keys of the issuer cannot be had: ${found.why}.` };
  const first = await verifyWith(found.set, issuer, text, now_ms, nameless);
  if (jwks || jwks_uri === null || !isRefusal(first) || first.code !== 'TOKEN_KEY_UNKNOWN') return first;
  const newer = await key_sets.renew(jwks_uri, found.set, now_ms);
  return newer === found.set ? first : verifyWith(newer, issuer, text, now_ms, nameless);
}

async function verifyWith(set: KeySet, issuer: Issuer, text: string, now_ms: number, nameless: boolean): Promise<Verified | TokenRefusal> {
  try {
    const { payload } = await jwtVerify(text, keyFinderOf(set), {
      algorithms: [...issuer.algorithms],
      issuer: issuer.issuer,
      audience: [...issuer.audiences],
      requiredClaims: ['exp'],
      clockTolerance: SKEW_S,
      currentDate: new Date(now_ms),
    });
    return { payload };
  } catch (error) {
    return refusalOf(error, nameless);
  }
}

const finders = new WeakMap<KeySet, JWTVerifyGetKey>();

/** By `kid`, type, use and algorithm; each key is imported once. One that cannot be is as good as none. */
function keyFinderOf(set: KeySet): JWTVerifyGetKey {
  const known = finders.get(set);
  if (known) return known;
  const find = createLocalJWKSet({ keys: set.keys.map((key) => ({ ...key })) });
  const finder: JWTVerifyGetKey = async (header, token) => {
    try {
      return await find(header, token);
    } catch (error) {
      throw error instanceof errors.JWKSMultipleMatchingKeys ? error : new errors.JWKSNoMatchingKey();
    }
  };
  finders.set(set, finder);
  return finder;
}

function refusalOf(error: unknown, nameless: boolean): TokenRefusal {
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return { code: 'TOKEN_KEY_UNKNOWN', message: nameless ? NAMELESS_KEY : UNKNOWN_KEY };
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return { code: 'TOKEN_INVALID', message: 'The signature of the token is not that of its issuer.' };
  if (error instanceof errors.JWTExpired) return { code: 'TOKEN_EXPIRED', message: 'The token has expired.' };
  return { code: 'TOKEN_INVALID', message: 'The token cannot be verified.' };
}
