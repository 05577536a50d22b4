/** What policies say where nobody can be asked for more: in a process of the customer's, and in tests. */
import { assertedIdentity } from '../identity/identity.ts';
import type { Submission } from '../submission.ts';
import type { Posture } from '../tenant.ts';
import { beliefIn, type Access } from './access.ts';
import type { ActivePolicy } from './compile.ts';
import type { NamedList } from './lists.ts';
import { localFacts } from './local-facts.ts';
import { answerTo, asRequested, type Question } from './question.ts';
import { both, requestedSet, UNKNOWN_SET, type RequestedSet } from './requested-set.ts';

type Ruling = {
  posture: Posture;
  policies: readonly ActivePolicy[];
  requested?: readonly RequestedSet[];
  lists?: readonly NamedList[];
  trust_asserted_roles?: boolean;
};

/** By what is known here and now: counters, history and places are not, and fail what needs them. */
export function accessAtOnce(question: Question, { context, options }: Submission, snapshot: Ruling, now_ms: number): Access {
  const { policies, posture, lists, trust_asserted_roles = false } = snapshot;
  const identity = assertedIdentity(context, trust_asserted_roles);
  const belief = beliefIn(identity, trust_asserted_roles);
  const answer = (asked: Question, by: readonly ActivePolicy[]): Access => {
    const facts = localFacts(by, { identity, ip_address: context.ip_address, now_ms, lists });
    return answerTo(asked, { posture, policies: by }, { facts, now_ms, belief, is_complete: true });
  };
  const own = answer(question, policies);
  const requested = requestedSet(options, snapshot);
  if (requested === null) return { ...own, denials: [UNKNOWN_SET, ...own.denials] };
  return requested ? both(own, answer(asRequested(question), requested.policies)) : own;
}
