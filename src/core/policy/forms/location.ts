/** Where a call comes from. An address that is missing, or a list that could not be asked, fails. */
import { all, any, call, contains, context, get, has, not, setOf, value } from '../cedar/build.ts';
import type { Expr } from '../cedar/policy-json.ts';
import type { LocationRequirement } from '../document.ts';

const address = get(context, 'net', 'ip');
const hasAddress = has(context, 'net', 'ip');
const inRange = (cidr: string): Expr => call('isInRange', address, call('ip', value(cidr)));
const checked = (list: string): Expr => contains(get(context, 'net', 'checked'), value(list));
const inList = (list: string): Expr => contains(get(context, 'net', 'lists'), value(list));

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

export function fromCountry({ countries, unknown }: LocationRequirement): Place | null {
  if (!countries) return null;
  return placeOf(
    'country',
    countries.map((code) => value(code)),
    unknown,
  );
}

export function fromNetwork({ asns, unknown }: LocationRequirement): Place | null {
  if (!asns) return null;
  return placeOf(
    'asn',
    asns.map((asn) => value(asn)),
    unknown,
  );
}

function placeOf(member: 'country' | 'asn', listed: readonly Expr[], unknown: LocationRequirement['unknown']): Place {
  const known = has(context, 'net', member);
  const holds = contains(setOf(...listed), get(context, 'net', member));
  return unknown === 'allow' ? { known: value(true), holds: any(not(known), holds) } : { known, holds: all(known, holds) };
}
