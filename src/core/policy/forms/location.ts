/** Where a call comes from. An address that is missing, or a list that could not be asked, fails. */
import { all, any, call, contains, context, get, has, not, setOf, value } from '../cedar/build.ts';
import type { Expr } from '../cedar/policy-json.ts';
import type { LocationRequirement } from '../document.ts';

const address = get(context, 'net', 'ip');
const hasAddress = has(context, 'net', 'ip');
const inRange = (cidr: string): Expr => call('isInRange', address, call('ip', value(cidr)));
const checked = (list: string): Expr => contains(get(context, 'net', 'checked'), value(list));
const inList = (list: string): Expr => contains(get(context, 'net', 'lists'), value(list));

/** True where it cannot be told. */
export function unsureOfAddress({ ip_lists }: LocationRequirement): Expr {
  const lists = [...(ip_lists?.allow ?? []), ...(ip_lists?.deny ?? [])];
  return any(not(hasAddress), ...lists.map((list) => not(checked(list))));
}

/** Null where nothing is said of addresses. */
export function fromAddress({ ip_allow, ip_deny, ip_lists }: LocationRequirement): Expr | null {
  const allowed = [...(ip_allow ?? []).map(inRange), ...(ip_lists?.allow ?? []).map((list) => all(checked(list), inList(list)))];
  const denied = [
    ...(ip_deny ?? []).map((cidr) => not(inRange(cidr))),
    ...(ip_lists?.deny ?? []).map((list) => all(checked(list), not(inList(list)))),
  ];
  if (!allowed.length && !denied.length) return null;
  return all(hasAddress, ...(allowed.length ? [any(...allowed)] : []), ...denied);
}

export type Place = { /** What must be known at all. */ known: Expr; holds: Expr };

/** @param is_denial it is what a policy denies: then `unknown: "deny"` counts as being there */
export function fromCountry({ countries, unknown = 'deny' }: LocationRequirement, is_denial: boolean): Place | null {
  if (!countries) return null;
  return placeOf(
    'country',
    countries.map((code) => value(code)),
    (unknown === 'deny') === is_denial,
  );
}

export function fromNetwork({ asns, unknown = 'deny' }: LocationRequirement, is_denial: boolean): Place | null {
  if (!asns) return null;
  return placeOf(
    'asn',
    asns.map((asn) => value(asn)),
    (unknown === 'deny') === is_denial,
  );
}

function placeOf(member: 'country' | 'asn', listed: readonly Expr[], holds_unknown: boolean): Place {
  const known = has(context, 'net', member);
  const holds = contains(setOf(...listed), get(context, 'net', member));
  return holds_unknown ? { known: value(true), holds: any(not(known), holds) } : { known, holds: all(known, holds) };
}
