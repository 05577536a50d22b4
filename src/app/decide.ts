/** From what was found in a message to its verdict: who acts, what the policies say, and both put together. */
import { conclude } from '#core/conclude.ts';
import type { Access } from '#core/policy/access.ts';
import type { PolicyFacts } from '#core/policy/facts.ts';
import { localFacts } from '#core/policy/local-facts.ts';
import { answerTo } from '#core/policy/question.ts';
import { REASONS, type Reason, type Verdict } from '#core/verdict.ts';
import { gatherFacts, noteHistory, refundFacts, type Gathered, type Taken } from './facts.ts';
import { followsTokens, identify } from './identity.ts';
import type { JudgedCase } from './judged.ts';
import type { Settings } from './settings.ts';
import type { World } from './world.ts';

export type DecidedCase = JudgedCase & {
  /** Recorded with the verdict; null where nobody asked for any. */
  facts: PolicyFacts | null;
  /** To be given back where the verdict is another in the end, or none is given. */
  held?: Taken;
};

const TOKEN = '/context/token';

/** Nothing is waited for where nothing has to be. */
export function decide(world: World, settings: Settings, judged: JudgedCase, now_ms: number): DecidedCase | Promise<DecidedCase> {
  const { question, verdict, addressee, context } = judged;
  const follows = followsTokens(settings.tenant);
  if (!question && !(follows && context.token !== undefined)) {
    const concluded = conclude(verdict, addressee, null, settings.snapshot);
    return concluded === verdict ? { ...judged, facts: null } : { ...judged, verdict: concluded, facts: null };
  }
  const heard = follows ? { ...judged, verdict: { ...verdict, ignored: verdict.ignored.filter((pointer) => pointer !== TOKEN) } } : judged;
  return ask(world, settings, heard, now_ms);
}

async function ask(world: World, settings: Settings, judged: JudgedCase, now_ms: number): Promise<DecidedCase> {
  const { question, verdict, addressee, context } = judged;
  const { snapshot, tenant } = settings;
  const identified = await identify(world, settings, context, now_ms);
  const finish = (access: Access | null, facts: PolicyFacts | null): DecidedCase => ({
    ...judged,
    verdict: conclude(verdict, addressee, access, snapshot),
    facts,
  });
  if ('refusal' in identified) {
    const { code, message } = identified.refusal;
    const denial = { code, layer: REASONS[code].layer, severity: 'high' as const, message };
    return finish({ ...SILENT, denials: [denial] }, null);
  }
  const { identity } = identified;
  const { policies, lists } = snapshot;
  const facts = localFacts(policies, { identity, ip_address: context.ip_address, now_ms, lists, whereabouts: world.geo.lookup });
  if (!question) return finish(null, facts);
  const is_believed = identity.assurance === 'verified' || tenant.trust_asserted_roles;
  const known = { now_ms, is_believed };
  const first = answerTo(question, snapshot, { ...known, facts, is_complete: false });
  const party = { tenant: tenant.id, key: settings.key, identity };
  const about = { party, question, policies, now_ms };
  const is_taken = verdict.decision !== 'deny' && !first.denials.length && !first.challenges.length;
  const { taken, degraded, ...asked } = first.awaited.length
    ? await gatherFacts(world, { ...about, awaited: first.awaited, is_taken, fail_mode: tenant.fail_mode })
    : NOTHING_ASKED;
  const whole = first.awaited.length ? { ...facts, ...asked } : facts;
  const access = first.awaited.length ? answerTo(question, snapshot, { ...known, facts: whole, is_complete: true }) : first;
  const missing = (one: DecidedCase, more: readonly string[] = []): DecidedCase =>
    degraded.length || more.length
      ? { ...one, verdict: { ...one.verdict, degraded: [...one.verdict.degraded, ...degraded, ...more] } }
      : one;
  const decided = finish(access, whole);
  if (!isLetThrough(decided.verdict)) {
    await refundFacts(world, taken, now_ms);
    return missing(decided);
  }
  const { noted, is_kept } = await noteHistory(world, about, verdict.id);
  if (is_kept || tenant.fail_mode === 'open') {
    const held = { ...taken, noted };
    return missing(held.counted || noted ? { ...decided, held } : decided, is_kept ? [] : ['history']);
  }
  await refundFacts(world, taken, now_ms);
  return missing(finish({ ...access, denials: [UNREMEMBERED] }, whole), ['history']);
}

/** Also in `monitor` by what would be. */
export const isLetThrough = ({ decision, would_be }: Verdict): boolean => (would_be?.decision ?? decision) === 'allow';

const NOTHING_ASKED: Gathered = { counters: {}, history: {}, taken: { counted: null, noted: null }, degraded: [] };
const UNREMEMBERED: Reason = {
  code: 'HISTORY_REQUIREMENT',
  layer: REASONS.HISTORY_REQUIREMENT.layer,
  severity: 'medium',
  message: 'What happens here cannot be kept at the moment, and a policy will ask for it.',
};

const SILENT: Access = { denials: [], challenges: [], permits: [], obligations: [], awaited: [] };
