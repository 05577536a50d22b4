/** Cases that name a policy set: which, and whether there is one. In this thread or in another. */
import type { Snapshot } from '#core/judge.ts';
import { Problem } from '#core/problem.ts';
import type { Case } from './judged.ts';

/** Different ones in one batch, or one group of a stream. */
export const REQUESTED_PER_CALL_MAX = 4;

export const nameOf = ({ submission }: Case): readonly string[] =>
  submission.options.policy_set === undefined ? [] : [submission.options.policy_set];

/** Null when the case names no set, or one that was looked up and found. */
export function unknownSet({ submission, place = '' }: Case, { requested = [] }: Snapshot): Problem | null {
  const name = submission.options.policy_set;
  if (name === undefined || requested.some((one) => one.name === name)) return null;
  const detail = `There is no such policy set, or more than ${REQUESTED_PER_CALL_MAX} are named at once: name one by its id or its digest`;
  return new Problem('BODY_INVALID', { errors: [{ pointer: `${place}/options/policy_set`, detail }] });
}
