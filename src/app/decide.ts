/** From what was found in a message to its verdict: who acts, what the policies say, and both put together. */
import { conclude } from '#core/conclude.ts';
import { beliefIn, type Access } from '#core/policy/access.ts';
import type { PolicyFacts } from '#core/policy/facts.ts';
import { localFacts } from '#core/policy/local-facts.ts';
import { answerTo } from '#core/policy/question.ts';
import { REASONS, type Reason, type Verdict } from '#core/verdict.ts';
import { gatherFacts, noteHistory, refundFacts, type Gathering, type Taken } from './facts.ts';
import { followsTokens, identify } from './identity.ts';
import type { JudgedCase } from './judged.ts';
import type { Settings } from './settings.ts';
import { shadowVerdicts } from './shadow.ts';
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
  const finish = (access: Access | null, facts: PolicyFacts | null): DecidedCase => {
    const decided = conclude(verdict, addressee, access, snapshot);
    if (!snapshot.shadow || !facts) return { ...judged, verdict: decided, facts };
    const belief = beliefIn(facts.identity, tenant.trust_asserted_roles);
    const shadow = shadowVerdicts(world, settings, judged, { facts, now_ms, belief });
    return { ...judged, verdict: { ...decided, policy: { ...decided.policy, shadow } }, facts };
  };
  if ('refusal' in identified) {
    const { code, message } = identified.refusal;
    const denial = { code, layer: REASONS[code].layer, severity: 'high' as const, message };
    return finish({ ...SILENT, denials: [denial] }, null);
  }
  const { identity } = identified;
  const { policies, lists } = snapshot;
  const facts = localFacts(policies, { identity, ip_address: context.ip_address, now_ms, lists, whereabouts: world.geo.lookup });
  if (!question) return finish(null, facts);
  const known = { now_ms, belief: beliefIn(identity, tenant.trust_asserted_roles) };
  const first = answerTo(question, snapshot, { ...known, facts, is_complete: false });
  const about = { party: { tenant: tenant.id, key: settings.key, identity }, question, policies, now_ms };
  if (!first.awaited.length)
    return remember(world, settings, about, NOTHING_TAKEN, { decided: finish(first, facts), refuse: finish, facts });
  const is_taken = verdict.decision !== 'deny' && !first.denials.length && !first.challenges.length;
  const gathering = { ...about, awaited: first.awaited, is_taken, fail_mode: tenant.fail_mode };
  const { taken, degraded, ...asked } = await gatherFacts(world, gathering);
  const whole = { ...facts, ...asked };
  const decided = finish(answerTo(question, snapshot, { ...known, facts: whole, is_complete: true }), whole);
  return lacking(await remember(world, settings, about, taken, { decided, refuse: finish, facts: whole }), degraded);
}

type Finishing = {
  decided: DecidedCase;
  refuse(access: Access, facts: PolicyFacts): DecidedCase;
  facts: PolicyFacts;
};

/** What is let through is kept for those that come; what is not has used nothing up. */
async function remember(
  world: World,
  { tenant }: Settings,
  about: Pick<Gathering, 'party' | 'question' | 'policies' | 'now_ms'>,
  taken: Taken,
  { decided, refuse, facts }: Finishing,
): Promise<DecidedCase> {
  const is_passing = isLetThrough(decided.verdict);
  const { noted, is_kept } = is_passing ? await noteHistory(world, about, decided.verdict.id) : NOTHING_NOTED;
  if (is_passing && (is_kept || tenant.fail_mode === 'open')) {
    const held = { ...taken, noted };
    return lacking(held.counted || noted ? { ...decided, held } : decided, is_kept ? [] : ['history']);
  }
  await refundFacts(world, taken, about.now_ms);
  return is_passing ? lacking(refuse({ ...SILENT, denials: [UNREMEMBERED] }, facts), ['history']) : decided;
}

const lacking = (one: DecidedCase, what: readonly string[]): DecidedCase =>
  what.length ? { ...one, verdict: { ...one.verdict, degraded: [...new Set([...one.verdict.degraded, ...what])] } } : one;

/** Also in `monitor` by what would be. */
export const isLetThrough = ({ decision, would_be }: Verdict): boolean => (would_be?.decision ?? decision) === 'allow';

const NOTHING_TAKEN: Taken = { counted: null, noted: null };
const NOTHING_NOTED = { noted: null, is_kept: true };
const UNREMEMBERED: Reason = {
  code: 'HISTORY_REQUIREMENT',
  layer: REASONS.HISTORY_REQUIREMENT.layer,
  severity: 'medium',
  message: 'What happens here cannot be kept at the moment, and a policy will ask for it.',
};

const SILENT: Access = { denials: [], challenges: [], permits: [], obligations: [], awaited: [] };
