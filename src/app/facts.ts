/** Facts that somebody has to be asked for: what was counted, and what happened before. */
import type { Awaited } from '#core/policy/access.ts';
import type { ActivePolicy } from '#core/policy/compile.ts';
import type { PolicyFacts } from '#core/policy/facts.ts';
import type { AskedMessage, Question } from '#core/policy/question.ts';
import type { FailMode } from '#core/tenant.ts';
import { countCall, type AskedLimit, type Counted } from './counting.ts';
import type { Party } from './fact-keys.ts';
import { note, noteOf, recall, type AskedPast, type Noted } from './remembering.ts';
import type { World } from './world.ts';

/** To be given back where the call is not let through after all. */
export type Taken = { counted: Counted['taken']; noted: Noted | null };
export type Gathered = Pick<PolicyFacts, 'counters' | 'history'> & { taken: Taken; degraded: string[] };

export type Gathering = {
  party: Party;
  question: Question;
  policies: readonly ActivePolicy[];
  awaited: readonly Awaited[];
  now_ms: number;
  /** False when the call is refused for another reason: then only attempts are counted. */
  is_taken: boolean;
  fail_mode: FailMode;
};

type Found = { id: string; policy: ActivePolicy; name: string; message: AskedMessage };

/** What is awaited, each once. */
function foundIn({ question, policies, awaited }: Gathering, kind: Awaited['kind']): Found[] {
  const found = new Map<string, Found>();
  for (const { kind: own, id, message: place = 0 } of awaited) {
    const slash = id.indexOf('/');
    const policy = policies.find((one) => one.id === id.slice(0, slash));
    const message = question.messages[place];
    if (own === kind && policy && message) found.set(`${place} ${id}`, { id, policy, name: id.slice(slash + 1), message });
  }
  return [...found.values()];
}

/** Never rejects. What was asked for and could not be told is null in the facts, and fails what needs it. */
export async function gatherFacts(world: World, gathering: Gathering): Promise<Gathered> {
  const { party, now_ms, is_taken, fail_mode } = gathering;
  const limits = foundIn(gathering, 'counter').flatMap(({ id, policy, name, message }): AskedLimit[] =>
    policy.needs.counters.filter((limit) => limit.id === name).map((limit) => ({ id, policy: policy.id, limit, message })),
  );
  const past = foundIn(gathering, 'history').flatMap(({ id, policy, name, message }): AskedPast[] =>
    policy.needs.history.filter((one) => one.id === name).map((requirement) => ({ id, requirement, message })),
  );
  const remembered = await recall(world, party, past, now_ms);
  const is_refused = Object.values(remembered.facts).some((holds) => !holds);
  const goes_on = fail_mode === 'open';
  const counted = await countCall(world, party, limits, { now_ms, is_taken: is_taken && !is_refused, goes_on });
  return {
    counters: counted.facts,
    history: remembered.facts,
    taken: { counted: counted.taken, noted: null },
    degraded: [...(counted.is_degraded ? ['limits'] : []), ...(remembered.is_degraded ? ['history'] : [])],
  };
}

/**
 * Keeps what policies will ask for of a call that is let through: before it is, so that nothing passes unseen. False when it cannot be
 * kept: then the call must not pass, unless the tenant goes on without.
 */
export async function noteHistory(
  world: World,
  { party, question, policies, now_ms }: Pick<Gathering, 'party' | 'question' | 'policies' | 'now_ms'>,
  verdict_id: string,
): Promise<{ noted: Noted | null; is_kept: boolean }> {
  const requirements = policies.flatMap(({ needs }) => needs.history);
  const noted = noteOf(party, question, requirements, verdict_id, now_ms);
  if (!noted) return { noted, is_kept: true };
  const is_kept = await note(world, noted, now_ms);
  return { noted: is_kept ? noted : null, is_kept };
}

/** Never rejects. What cannot be given back is lost: the limit counts a call too many. */
export async function refundFacts(world: World, { counted, noted }: Taken, now_ms: number): Promise<void> {
  await Promise.allSettled([
    counted?.counters.refund(counted.reservations, now_ms),
    noted && world.history.undo(noted.key, noted.events, now_ms),
  ]);
}
