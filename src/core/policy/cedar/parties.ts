/** Who acts, as Cedar entities. Only what is proved, or believed by the tenant, becomes a parent; the rest are tags that say so. */
import type { Identity } from '../facts.ts';
import type { CedarEntity } from './environment.ts';
import { mcp } from './names.ts';
import { record, type EntityValue } from './value.ts';

/** Claims of a token are tags of their own name; what is asserted and not believed is `unverified:role:<name>`. */
export const UNVERIFIED = 'unverified:';
/** Where nobody is known to act. */
export const ANONYMOUS = mcp('Anonymous', '');

const above = (type: string, names: readonly string[]): EntityValue[] => names.map((name) => mcp(type, name));

export function principalOf({ principal, roles, groups, claims, unverified_roles }: Identity): CedarEntity {
  const uid = principal ? mcp(principal.type, principal.id) : ANONYMOUS;
  const tags = record(principal ? claims : {}).of;
  // A claim that calls itself unverified has no say about what is.
  for (const name of Object.keys(tags)) if (name.startsWith(UNVERIFIED)) delete tags[name];
  for (const role of unverified_roles) tags[`${UNVERIFIED}role:${role}`] = role;
  return { uid, attrs: {}, parents: principal ? [...above('Role', roles), ...above('Group', groups)] : [], tags };
}
