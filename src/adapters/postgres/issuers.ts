/** Issuers of tokens as they stand in the tenant's row: checked anew, for a key that was changed in the store must not verify. */
import * as z from 'zod';
import { ALGORITHMS, INLINE_KEYS_MAX, ISSUERS_MAX, type Issuer } from '#core/identity/issuer.ts';
import { publicKeyOf, type PublicKey } from '#core/identity/public-key.ts';
import type { JsonObject } from '#core/submission.ts';

const isPublicKey = (value: unknown): boolean => typeof value === 'object' && value !== null && publicKeyOf(value as JsonObject) !== null;
const time = z.iso.datetime().nullable();

const issuer = z
  .strictObject({
    issuer: z.string().min(1),
    audiences: z.array(z.string().min(1)).min(1),
    jwks_uri: z.string().nullable(),
    jwks: z.strictObject({ keys: z.array(z.custom<PublicKey>(isPublicKey)).max(INLINE_KEYS_MAX) }).nullable(),
    algorithms: z.array(z.enum(ALGORITHMS)).min(1),
    claims: z.strictObject({ user: z.string(), roles: z.string(), groups: z.string(), scopes: z.string() }),
    valid_from: time,
    valid_until: time,
  })
  .refine(({ jwks_uri, jwks }) => (jwks_uri === null) !== (jwks === null));

export const issuersStored: z.ZodType<Issuer[]> = z.array(issuer).max(ISSUERS_MAX);
