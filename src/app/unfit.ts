/** Policies that were validated against other arguments than tools have now: told of wherever that changes, or comes to matter. */
import type { InputTypes } from '#core/policy/cedar/input.ts';
import type { UnfitInput } from '#core/policy/cedar/relied.ts';
import type { StatedPolicy } from '#core/policy/access.ts';
import { unfitOf } from '#core/policy/fitting.ts';
import { splitAction } from '#core/policy/registered.ts';
import type { Fault } from '#core/problem.ts';
import { readInForce } from './in-force.ts';
import type { ReadTx } from './ports.ts';

export type UnfitPolicy = UnfitInput & { policy: string };

/** Of those in force and in shadow, as far as they look at arguments of this server's tools. @param types that its tools have, or are to have */
export async function unfitFor(tx: Pick<ReadTx, 'policies' | 'policy_sets'>, server: string, types: InputTypes): Promise<UnfitPolicy[]> {
  const { policies, shadow } = await readInForce(tx, undefined);
  // Several versions of a policy may be there, and one may be there several times.
  const all = new Set([...policies, ...(shadow?.sets ?? []).flatMap((set) => set.policies)]);
  const unfit = [...all].flatMap((policy) =>
    unfitOf(policy, types)
      .filter(({ action }) => splitAction(action)?.server === server)
      .map((one): UnfitPolicy => ({ policy: policy.id, ...one })),
  );
  return [...new Map(unfit.map((one) => [JSON.stringify(one), one])).values()];
}

export const toldOfUnfit = ({ action, path, was, now }: UnfitInput): string => {
  const what = path === '' ? 'context.input' : `context.input.${path}`;
  return `${what} of ${action} was ${was}${now === null ? ' and is not there any more' : ` and is ${now}`}`;
};

export const unfitFaults = (policy: StatedPolicy, types: InputTypes, pointer: string): Fault[] =>
  unfitOf(policy, types).map((unfit) => ({ pointer, detail: `${policy.id}: ${toldOfUnfit(unfit)}` }));
