/** Facts that somebody has to be asked for: what was counted, and what happened before. */
import type { Awaited } from '#core/policy/access.ts';
import type { ActivePolicy } from '#core/policy/compile.ts';
import type { HistoryRequirement } from '#core/policy/document.ts';
import type { PolicyFacts } from '#core/policy/facts.ts';
import type { AskedMessage, Question } from '#core/policy/question.ts';
import type { FailMode } from '#core/tenant.ts';
import { countCall, type AskedLimit, type Counted } from './counting.ts';
import type { Party } from './fact-keys.ts';
import type { Books } from './fact-ports.ts';
import { note, noteOf, recall, type AskedPast, type Noted } from './remembering.ts';
import type { World } from './world.ts';

/** To be given back where the call is not let through after all. */
export type Taken = { counted: Counted['taken']; noted: (Noted & Pick<Books, 'history'>) | null };
export type Asked = Pick<PolicyFacts, 'counters' | 'history'>;
/** `asked` by side. */
export type Gathered = { asked: Asked[]; taken: Taken; degraded: string[] } & Pick<Counted, 'is_full'>;

/** Policies that are asked together, each list about itself. `facts`: what is known to them without asking anybody. */
export type Side = { policies: readonly ActivePolicy[]; awaited: readonly Awaited[]; facts: PolicyFacts };
export type Gathering = {
  party: Party;
  question: Question;
  sides: readonly Side[];
  now_ms: number;
  /** False when the call is refused for another reason: then only attempts are counted. */
  is_taken: boolean;
  fail_mode: FailMode;
  /** Of the verdict: what is in flight is named by it. */
  verdict_id: string;
};

type Found = { side: number; id: string; policy: ActivePolicy; name: string; message: AskedMessage };

/** What is awaited, each once. */
function foundIn({ question, sides }: Pick<Gathering, 'question' | 'sides'>, kind: Awaited['kind']): Found[] {
  return sides.flatMap(({ policies, awaited }, side) => {
    const found = new Map<string, Found>();
    for (const { kind: own, id, message: place = 0 } of awaited) {
      const slash = id.indexOf('/');
      const policy = policies.find((one) => one.id === id.slice(0, slash));
      const message = question.messages[place];
      if (own === kind && policy && message) found.set(`${place} ${id}`, { side, id, policy, name: id.slice(slash + 1), message });
    }
    return [...found.values()];
  });
}

/** Never rejects. What was asked for and could not be told is null in the facts, and fails what needs it. */
export async function gatherFacts(world: World, books: Books, gathering: Gathering): Promise<Gathered> {
  const { party, now_ms, is_taken, fail_mode, verdict_id: call } = gathering;
  const sides = gathering.sides.length;
  const knownTo = (side: number): PolicyFacts => gathering.sides[side]!.facts;
  const limits = foundIn(gathering, 'counter').flatMap(({ side, id, policy, name, message }): AskedLimit[] =>
    policy.needs.counters
      .filter((limit) => limit.id === name)
      .map((limit) => ({
        side,
        id,
        policy: policy.id,
        limit,
        message,
        known: knownTo(side),
      })),
  );
  const past = foundIn(gathering, 'history').flatMap(({ side, id, policy, name, message }): AskedPast[] =>
    policy.needs.history.filter((one) => one.id === name).map((requirement) => ({ side, id, requirement, message })),
  );
  const remembered = await recall(world, books, party, past, { sides, now_ms });
  const is_refused = remembered.facts.some((facts) => Object.values(facts).some((holds) => !holds));
  const how = { sides, call, now_ms, is_taken: is_taken && !is_refused, goes_on: fail_mode === 'open' };
  const counted = await countCall(world, books, party, limits, how);
  return {
    asked: counted.facts.map((counters, side) => ({ counters, history: remembered.facts[side]! })),
    taken: { counted: counted.taken, noted: null },
    is_full: counted.is_full,
    degraded: [...(counted.is_degraded ? ['limits'] : []), ...(remembered.is_degraded ? ['history'] : [])],
  };
}

/** Found once for each list of policies. */
const requirements_of = new WeakMap<readonly ActivePolicy[], readonly HistoryRequirement[]>();
function requirementsOf(policies: readonly ActivePolicy[]): readonly HistoryRequirement[] {
  const known = requirements_of.get(policies) ?? policies.flatMap(({ needs }) => needs.history);
  requirements_of.set(policies, known);
  return known;
}

/**
 * Keeps what policies will ask for of a call that is let through: before it is, so that nothing passes unseen. False when it cannot be
 * kept: then the call must not pass, unless the tenant goes on without.
 */
export async function noteHistory(
  world: World,
  books: Books,
  { party, question, sides, now_ms }: Pick<Gathering, 'party' | 'question' | 'now_ms'> & { sides: readonly Pick<Side, 'policies'>[] },
  verdict_id: string,
): Promise<{ noted: Taken['noted']; is_kept: boolean }> {
  const requirements = sides.flatMap(({ policies }) => requirementsOf(policies));
  const noted = noteOf(party, question, requirements, verdict_id, now_ms);
  if (!noted) return { noted, is_kept: true };
  const is_kept = await note(world, books, noted, now_ms);
  return { noted: is_kept ? { ...noted, history: books.history } : null, is_kept };
}

/** Never rejects. What cannot be given back is lost: the limit counts a call too many. */
export async function refundFacts({ counted, noted }: Taken, now_ms: number): Promise<void> {
  await Promise.allSettled([counted?.counters.refund(counted.reservations, now_ms), noted?.history.undo(noted.key, noted.events, now_ms)]);
}
