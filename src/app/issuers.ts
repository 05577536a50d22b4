/** What only the service itself can say of issuers that a tenant wants to set. */
import { importJWK } from 'jose';
import type { Issuer } from '#core/identity/issuer.ts';
import type { PublicKey } from '#core/identity/public-key.ts';
import { Problem, type Fault } from '#core/problem.ts';
import type { KeySets } from './key-sets.ts';

/** Throws all faults at once: addresses that may not be asked, and keys that are none, such as points that are not on their curve. */
export async function checkIssuers(key_sets: KeySets, issuers: readonly Issuer[]): Promise<void> {
  const errors: Fault[] = [];
  for (const [i, { jwks_uri, jwks }] of issuers.entries()) {
    const detail = jwks_uri === null ? null : key_sets.refuses(jwks_uri);
    if (detail !== null) errors.push({ pointer: `/issuers/${i}/jwks_uri`, detail });
    for (const [k, key] of (jwks?.keys ?? []).entries())
      if (!(await isKey(key)))
        errors.push({ pointer: `/issuers/${i}/jwks/keys/${k}`, detail: 'Is no key: its numbers do not belong together' });
  }
  if (errors.length > 0) throw new Problem('BODY_INVALID', { errors });
}

/** By which one it would be used first: a key that names none is tried with the usual one of its type. */
const USUAL = { RSA: 'RS256', OKP: 'EdDSA', EC: 'ES256' } as const;
const OF_CURVE: Readonly<Record<string, string>> = { 'P-384': 'ES384', 'P-521': 'ES512' };

const isKey = (key: PublicKey): Promise<boolean> =>
  importJWK({ ...key }, key.alg ?? OF_CURVE[key.crv ?? ''] ?? USUAL[key.kty]).then(
    () => true,
    () => false,
  );
