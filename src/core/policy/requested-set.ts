/** A set that a call names itself (`options.policy_set`): it is judged in addition to what is in force, and the stricter decision stands. */
import type { CallOptions } from '../submission.ts';
import type { Reason, Verdict } from '../verdict.ts';
import { inOrder, type Access } from './access.ts';
import type { ActivePolicy } from './compile.ts';

/** Plain data. */
export type RequestedSet = {
  /** As calls have it: the set's id or its digest. */
  name: string;
  set: string;
  /** Of its manifest. */
  digest: string;
  /** Another one with whatever it is judged by: its id and the state of the lists that it names. */
  key: string;
  policies: readonly ActivePolicy[];
};

type Knowing = { requested?: readonly RequestedSet[] };

/** Undefined where the call names none; null: one that is not known here, and nothing may be let through for it. */
export function requestedSet({ policy_set }: CallOptions, { requested = [] }: Knowing): RequestedSet | null | undefined {
  return policy_set === undefined ? undefined : (requested.find(({ name }) => name === policy_set) ?? null);
}

/** For who judges without a store to look it up in. */
export const UNKNOWN_SET: Reason = {
  code: 'POLICY_ERROR',
  layer: 'authorization',
  severity: 'high',
  message: 'The policy set that the call names is not known here.',
};

/** Refused by either is refused, and what either asks for is due. Permits are those of what is in force. */
export function both(own: Access, other: Access): Access {
  return {
    denials: inOrder(once([...own.denials, ...other.denials])),
    challenges: inOrder(once([...own.challenges, ...other.challenges])),
    permits: own.permits,
    obligations: once([...own.obligations, ...other.obligations]),
    awaited: [],
  };
}

/** The same version may stand in both. */
const once = <T extends object>(all: readonly T[]): T[] => [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];

/** What a verdict says of the policies that it was made by. */
export const policyOf = (
  { set, digest }: { set?: string; digest: string },
  requested: RequestedSet | null | undefined,
  determining: string[],
): Verdict['policy'] => ({
  ...(set !== undefined && { set }),
  digest,
  ...(requested && { requested: { set: requested.set, digest: requested.digest } }),
  determining,
});
