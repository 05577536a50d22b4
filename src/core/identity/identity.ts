/** Who acts: by a verified token, as the caller says, or nobody knows (`facts.ts`). */
import { NOBODY, type Identity } from '../policy/facts.ts';
import type { CallContext } from '../submission.ts';
import { SKEW_S, type VerifiedToken } from './claims.ts';

/** Roles and permissions that the caller names; `believed` only where the tenant trusts its callers with them. */
function saidRoles({ roles = [], permissions = [] }: CallContext, trusted: boolean): { believed: string[]; not: string[] } {
  const said = [...new Set([...roles, ...permissions])];
  return trusted ? { believed: said, not: [] } : { believed: [], not: said };
}

/** Without a token. Whom nobody names has no roles, whatever is said of them. */
export function assertedIdentity(context: CallContext, trust_asserted_roles: boolean): Identity {
  const { user_id, agent_id = null, session_id = null } = context;
  const principal = principalOf(user_id ?? null, agent_id, session_id);
  const { believed, not } = saidRoles(context, trust_asserted_roles && principal !== null);
  const assurance = principal ? 'asserted' : 'none';
  return { ...NOBODY, assurance, principal, agent: agent_id, session: session_id, roles: believed, unverified_roles: not };
}

const principalOf = (user: string | null, agent: string | null, session: string | null): Identity['principal'] =>
  user !== null
    ? { type: 'User', id: user }
    : agent !== null
      ? { type: 'Agent', id: agent }
      : session !== null
        ? { type: 'Session', id: session }
        : null;

/** The user is the token's; agent and session remain what the caller says. */
export function verifiedIdentity(token: VerifiedToken, context: CallContext, trust_asserted_roles: boolean, now_ms: number): Identity {
  const { believed, not } = saidRoles(context, trust_asserted_roles);
  const roles = [...new Set([...token.roles, ...believed])];
  return {
    assurance: 'verified',
    principal: { type: 'User', id: token.user },
    agent: context.agent_id ?? null,
    session: context.session_id ?? null,
    roles,
    groups: token.groups,
    unverified_roles: not.filter((role) => !roles.includes(role)),
    scopes: token.scopes,
    claims: token.claims,
    issuer: token.issuer,
    acr: token.acr,
    amr: token.amr,
    auth_age_s: ageOf(token.auth_time_s, now_ms),
  };
}

/** Seconds; null when the time is unknown, or lies in the future beyond the skew. */
function ageOf(auth_time_s: number | null, now_ms: number): number | null {
  if (auth_time_s === null) return null;
  const age = Math.floor(now_ms / 1_000 - auth_time_s);
  return age < -SKEW_S ? null : Math.max(0, age);
}
