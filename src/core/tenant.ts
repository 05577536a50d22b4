import type { Issuer } from './identity/issuer.ts';
import type { OwnToolGroups } from './policy/cedar/tool-groups.ts';
import type { PlanName, RateLimits } from './quota.ts';
import type { ArgumentRole } from './roles/overrides.ts';
import type { Strictness } from './submission.ts';

declare const tenant: unique symbol;
/** A UUID in its canonical text form. The API shows it as `ten_…` (see `id.ts`). */
export type TenantId = string & { readonly [tenant]: true };

/** What stands when no policy speaks: `starter` permits, `strict` permits only listing and lifecycle (docs: `policy.md` 5). */
export type Posture = 'starter' | 'strict';
/** What happens to verdicts when the audit trail cannot be written. */
export type FailMode = 'closed' | 'open';

export type Tenant = {
  id: TenantId;
  name: string;
  plan: PlanName;
  posture: Posture;
  strictness: Strictness;
  fail_mode: FailMode;
  /** Compute everything, answer allow, show the real decision in `would_be`. */
  monitor: boolean;
  rate_limits: RateLimits;
  /** At most `ARGUMENT_ROLES_MAX`. */
  argument_roles: readonly ArgumentRole[];
  /** At most `ISSUERS_MAX`. Without any, tokens are not looked at. */
  issuers: readonly Issuer[];
  /** Whether roles and permissions that callers name count as if a token had named them. */
  trust_asserted_roles: boolean;
  /** Patterns of tools by the tenant's name of the group: at most `OWN_GROUPS_MAX`. */
  tool_groups: OwnToolGroups;
  created_at: Date;
};
