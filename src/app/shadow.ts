/**
 * What would be decided by policies that are tried beside those in force. It decides nothing: what is counted and remembered for it is kept
 * apart, by set, as if the set were in force, and takes nothing from calls.
 */
import { conclude } from '#core/conclude.ts';
import type { ShadowSet } from '#core/judge.ts';
import { beliefIn } from '#core/policy/access.ts';
import type { Identity } from '#core/policy/facts.ts';
import { localFacts } from '#core/policy/local-facts.ts';
import { answerTo, shadowed } from '#core/policy/question.ts';
import type { ShadowVerdict } from '#core/verdict.ts';
import type { Books } from './fact-ports.ts';
import { gatherFacts, noteHistory, refundFacts, type Taken } from './facts.ts';
import type { JudgedCase } from './judged.ts';
import type { Settings } from './settings.ts';
import type { World } from './world.ts';

/** Limits and history that one set may wait for on one call; of a set that waits for more nothing is asked. */
export const TRIED_FACTS_MAX = 100;
/** What is tried has one name for what is counted for it: the set's, or this one. */
const WATCHING = 'watching';

export type Tried = { verdicts: ShadowVerdict[]; /** To be given back where no verdict is given. */ taken: Taken[] };
type Known = { identity: Identity; now_ms: number };

/** All sets at once: at most as many round trips as for what is in force. Never rejects; what fails is left out. */
export async function tryShadows(world: World, settings: Settings, judged: JudgedCase, known: Known): Promise<Tried> {
  const sets = settings.snapshot.shadow?.sets ?? [];
  const tried = await Promise.allSettled(sets.map((set, place) => tryOne(world, settings, judged, { ...known, set, place })));
  const done = tried.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  for (const one of tried) if (one.status === 'rejected') world.telemetry.error('what is tried could not be asked', {}, one.reason);
  return { verdicts: done.map(({ verdict }) => verdict), taken: done.flatMap(({ taken }) => taken ?? []) };
}

type One = Known & { set: ShadowSet; place: number };
type Done = { verdict: ShadowVerdict; taken: Taken | null };

async function tryOne(
  world: World,
  { snapshot, tenant, key }: Settings,
  judged: JudgedCase,
  { set, place, ...known }: One,
): Promise<Done[]> {
  const { verdict, addressee, context, options } = judged;
  const { identity, now_ms } = known;
  if (!judged.question) return [];
  const { policies } = set;
  const { lists, posture } = snapshot;
  const question = shadowed(judged.question, place);
  const own = localFacts(policies, { identity, ip_address: context.ip_address, now_ms, lists, whereabouts: world.geo.lookup });
  const belief = beliefIn(identity, tenant.trust_asserted_roles);
  const answer = (facts: typeof own, is_complete: boolean) =>
    answerTo(question, { posture, policies }, { facts, now_ms, belief, is_complete });
  const told = (access: ReturnType<typeof answer>, is_partial: boolean): ShadowVerdict => {
    const { decision, status, policy } = conclude(verdict, addressee, access, { ...options, monitor: false });
    return { set: set.set, decision, status, determining: policy.determining, is_partial };
  };
  const first = answer(own, false);
  const { awaited } = first;
  if (awaited.length > TRIED_FACTS_MAX) return [{ verdict: told(first, true), taken: null }];
  const books: Books = { ...world.tried, fallback: null };
  const party = { tenant: tenant.id, key, identity, tried: set.set ?? WATCHING };
  const about = { party, question: judged.question, now_ms };
  if (!awaited.length) return [await remembered(world, books, about, { set, verdict: told(first, false), taken: NOTHING, id: verdict.id })];
  const is_taken = verdict.decision !== 'deny' && !first.denials.length && !first.challenges.length;
  const sides = [{ policies, awaited, facts: own }];
  const gathering = { ...about, sides, is_taken, fail_mode: 'closed' as const, verdict_id: verdict.id };
  const { asked, taken, degraded, is_full } = await gatherFacts(world, books, gathering);
  if (degraded.length || is_full) {
    await refundFacts(taken, now_ms);
    return [{ verdict: told(first, true), taken: null }];
  }
  const whole = told(answer({ ...own, ...asked[0] }, true), false);
  return [await remembered(world, books, about, { set, verdict: whole, taken, id: verdict.id })];
}

type About = Pick<Parameters<typeof noteHistory>[2], 'party' | 'question' | 'now_ms'>;
type Remembering = { set: ShadowSet; verdict: ShadowVerdict; taken: Taken; id: string };

/** What the set would let through it would have seen happen. */
async function remembered(world: World, books: Books, about: About, { set, verdict, taken, id }: Remembering): Promise<Done> {
  if (verdict.decision !== 'allow') {
    await refundFacts(taken, about.now_ms);
    return { verdict, taken: null };
  }
  const { noted, is_kept } = await noteHistory(world, books, { ...about, sides: [set] }, id);
  return { verdict: is_kept ? verdict : { ...verdict, is_partial: true }, taken: { ...taken, noted } };
}

const NOTHING: Taken = { counted: null, noted: null };
