/** Who acts in a call: one question for everything that a verdict needs to know of it. */
import { isRefusal, type VerifiedToken } from '#core/identity/claims.ts';
import { assertedIdentity, verifiedIdentity } from '#core/identity/identity.ts';
import type { TokenRefusal } from '#core/identity/refusal.ts';
import type { Identity } from '#core/policy/facts.ts';
import type { CallContext } from '#core/submission.ts';
import type { Tenant } from '#core/tenant.ts';
import { verifyToken } from './verify-token.ts';
import type { World } from './world.ts';

export type Identified = { identity: Identity } | { refusal: TokenRefusal };
type Needed = { tenant: Pick<Tenant, 'id' | 'issuers' | 'trust_asserted_roles'> };

/** Whether tokens are looked at; where they are not, one is named in the verdict's `ignored`. */
export const followsTokens = ({ issuers }: Pick<Tenant, 'issuers'>): boolean => issuers.length > 0;

/**
 * A token that is there must be good, whatever else the context says: a refusal is a deny, and never "as if there were none". It never
 * rejects, and takes no longer than two fetches of keys. Nothing of what it returns contains the token.
 * @param context as the caller sends it
 * @param now_ms by the clock of the verdict
 */
export async function identify(
  world: Pick<World, 'key_sets' | 'tokens'>,
  { tenant }: Needed,
  context: CallContext,
  now_ms: number,
): Promise<Identified> {
  const { token: text, user_id } = context;
  const { trust_asserted_roles } = tenant;
  if (text === undefined || !followsTokens(tenant)) return { identity: assertedIdentity(context, trust_asserted_roles) };
  const token = await verified(world, tenant, text, now_ms);
  if (isRefusal(token)) return { refusal: token };
  if (user_id !== undefined && user_id !== token.user)
    return { refusal: { code: 'TOKEN_SUBJECT', message: 'context.user_id is not the user of the token.' } };
  return { identity: verifiedIdentity(token, context, trust_asserted_roles, now_ms) };
}

async function verified(
  { key_sets, tokens }: Pick<World, 'key_sets' | 'tokens'>,
  { id, issuers }: Needed['tenant'],
  text: string,
  now_ms: number,
): Promise<VerifiedToken | TokenRefusal> {
  const known = tokens.get(id, issuers, text, now_ms);
  if (known) return known;
  const token = await verifyToken(key_sets, issuers, text, now_ms);
  if (!isRefusal(token)) tokens.set(id, issuers, text, token, now_ms);
  return token;
}
