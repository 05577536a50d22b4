/** Facts that need nothing but the clock, the caller's address and the tenant's lists. */
import { canonicalAddress } from '../network.ts';
import { clockOf } from './clocks.ts';
import { NO_FACTS, type FactNeeds, type Identity, type PolicyFacts } from './facts.ts';
import { hasAddress, type NamedList } from './lists.ts';
import { soughtBy } from './sought.ts';

/** Where an address is, by whatever knows; null is unknown. */
export type Whereabouts = { country: string | null; asn: number | null };

type Needing = { id: string; needs: FactNeeds };
export type Local = {
  identity: Identity;
  ip_address: string | undefined;
  now_ms: number;
  lists?: readonly NamedList[] | undefined;
  whereabouts?: ((ip: string) => Whereabouts) | undefined;
};

/** Only what one of the policies needs. */
export function localFacts(policies: readonly Needing[], { identity, ip_address, now_ms, lists = [], whereabouts }: Local): PolicyFacts {
  const ip = ip_address === undefined ? null : canonicalAddress(ip_address);
  const clocks: PolicyFacts['clocks'] = {};
  for (const zone of union(policies, 'clocks')) {
    const clock = clockOf(zone, now_ms);
    if (clock) clocks[zone] = clock;
  }
  const asked = union(policies, 'ip_lists').flatMap((name) => lists.find((list) => list.name === name && list.kind === 'networks') ?? []);
  const where = ip !== null && whereabouts && policies.some(({ needs }) => needs.geo) ? whereabouts(ip) : null;
  const sought = soughtBy(policies);
  return {
    ...NO_FACTS,
    ...(sought.length && { sought }),
    identity,
    clocks,
    net: {
      ip,
      lists: ip === null ? [] : asked.filter((list) => hasAddress(list, ip)).map(({ name }) => name),
      checked: ip === null ? [] : asked.map(({ name }) => name),
      country: where?.country ?? null,
      asn: where?.asn ?? null,
    },
  };
}

const union = (policies: readonly Needing[], member: 'clocks' | 'ip_lists'): string[] => [
  ...new Set(policies.flatMap(({ needs }) => needs[member])),
];
