/** What would be decided by policies that are tried beside those in force. It decides nothing. */
import { conclude } from '#core/conclude.ts';
import type { Belief } from '#core/policy/access.ts';
import type { PolicyFacts } from '#core/policy/facts.ts';
import { localFacts } from '#core/policy/local-facts.ts';
import { answerTo, shadowed } from '#core/policy/question.ts';
import type { ShadowVerdict } from '#core/verdict.ts';
import type { JudgedCase } from './judged.ts';
import type { Settings } from './settings.ts';
import type { World } from './world.ts';

type Known = { facts: PolicyFacts; now_ms: number; belief: Belief };

export function shadowVerdicts(world: World, { snapshot }: Settings, judged: JudgedCase, { facts, ...known }: Known): ShadowVerdict[] {
  const { question, verdict, addressee, context } = judged;
  const { shadow, lists, posture } = snapshot;
  if (!shadow || !question) return [];
  return shadow.sets.map(({ set, policies }, i) => {
    const { identity } = facts;
    const own = localFacts(policies, {
      identity,
      ip_address: context.ip_address,
      now_ms: known.now_ms,
      lists,
      whereabouts: world.geo.lookup,
    });
    const asked = { ...own, counters: facts.counters, history: facts.history };
    const access = answerTo(shadowed(question, i), { posture, policies }, { ...known, facts: asked, is_complete: false });
    const { decision, status, policy } = conclude(verdict, addressee, access, { monitor: false });
    return { set, decision, status, determining: policy.determining, is_partial: access.awaited.length > 0 };
  });
}
