/** Names of the facts that are looked for at some cost. They are recorded with what was found: what is not named was never looked for. */
import { canonicalJson } from '../canonical.ts';
import { sha256Hex } from '../hash.ts';
import type { FactNeeds } from './facts.ts';

type Needing = { id: string; needs: FactNeeds };
/** Hex digits that tell two definitions apart. */
const DIGITS = 16;

const known = new WeakMap<readonly Needing[], string[]>();
const own = new WeakMap<Needing, readonly string[]>();

/** What counts, and for whom, without its bound: that may change, and the count still means the same. */
export function soughtCounter(policy: string, { id, max: _max, ...rest }: FactNeeds['counters'][number]): string {
  return named('counter', policy, id, rest);
}
export const soughtHistory = (policy: string, { id, ...rest }: FactNeeds['history'][number]): string => named('history', policy, id, rest);

const named = (kind: string, policy: string, id: string, definition: object): string =>
  `${kind} ${policy}/${id} ${sha256Hex(canonicalJson(definition)).slice(0, DIGITS)}`;

/** Of one policy: its counters and its history. Made once for each. */
export function soughtOf(policy: Needing): readonly string[] {
  const before = own.get(policy);
  if (before) return before;
  const { id, needs } = policy;
  const sought = [...needs.counters.map((counter) => soughtCounter(id, counter)), ...needs.history.map((past) => soughtHistory(id, past))];
  own.set(policy, sought);
  return sought;
}

export function soughtBy(policies: readonly Needing[]): string[] {
  const before = known.get(policies);
  if (before) return before;
  const sought = [
    ...(policies.some(({ needs }) => needs.geo) ? ['geo'] : []),
    ...(policies.some(({ needs }) => needs.trust) ? ['trust'] : []),
    ...policies.flatMap(soughtOf),
  ];
  known.set(policies, sought);
  return sought;
}
