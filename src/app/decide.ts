/** From what was found in a message to its verdict: who acts, what the policies say, and both put together. */
import { conclude, saidBy } from '#core/conclude.ts';
import { beliefIn, type Access } from '#core/policy/access.ts';
import { barOf } from '#core/policy/bar.ts';
import type { ActivePolicy } from '#core/policy/compile.ts';
import type { Identity, PolicyFacts } from '#core/policy/facts.ts';
import { localFacts } from '#core/policy/local-facts.ts';
import { answerTo, asRequested, type Known, type Question } from '#core/policy/question.ts';
import { both, requestedSet } from '#core/policy/requested-set.ts';
import type { Posture } from '#core/tenant.ts';
import { REASONS, type Reason, type Verdict } from '#core/verdict.ts';
import type { Books } from './fact-ports.ts';
import { gatherFacts, noteHistory, refundFacts, type Gathered, type Gathering, type Taken } from './facts.ts';
import { followsTokens, identify } from './identity.ts';
import type { JudgedCase } from './judged.ts';
import type { Settings } from './settings.ts';
import { tryShadows, type Tried } from './shadow.ts';
import type { World } from './world.ts';

export type DecidedCase = JudgedCase & {
  /** Recorded with the verdict; null where nobody asked for any. */
  facts: PolicyFacts | null;
  /** To be given back where the verdict is another in the end, or none is given. */
  held?: Taken;
  /** The same of what was counted for what is tried. */
  tried?: Taken[];
};

const TOKEN = '/context/token';

/** Nothing is waited for where nothing has to be. */
export function decide(world: World, settings: Settings, judged: JudgedCase, now_ms: number): DecidedCase | Promise<DecidedCase> {
  const { question, verdict, addressee, context, options } = judged;
  const follows = followsTokens(settings.tenant);
  if (!question && !(follows && context.token !== undefined)) {
    const concluded = conclude(verdict, addressee, null, { ...options, monitor: settings.snapshot.monitor });
    return concluded === verdict ? { ...judged, facts: null } : { ...judged, verdict: concluded, facts: null };
  }
  const heard = follows ? { ...judged, verdict: { ...verdict, ignored: verdict.ignored.filter((pointer) => pointer !== TOKEN) } } : judged;
  return ask(world, settings, heard, now_ms);
}

async function ask(world: World, settings: Settings, judged: JudgedCase, now_ms: number): Promise<DecidedCase> {
  const { question, verdict, addressee, context, options } = judged;
  const { snapshot, tenant } = settings;
  const identified = await identify(world, settings, context, now_ms);
  const finish = (access: Access | null, facts: PolicyFacts | null): DecidedCase => {
    const decided = conclude(verdict, addressee, access, { ...options, monitor: snapshot.monitor });
    return { ...judged, verdict: decided, facts };
  };
  if ('refusal' in identified) {
    const { code, message } = identified.refusal;
    const denial = { code, layer: REASONS[code].layer, severity: 'high' as const, message };
    return finish({ ...SILENT, denials: [denial] }, null);
  }
  const { identity } = identified;
  const sides = sidesOf(world, settings, judged, identity, now_ms);
  if (!question) return finish(null, sides[0].facts);
  const shadows = snapshot.shadow ? tryShadows(world, settings, judged, { identity, now_ms }) : null;
  const known = { now_ms, belief: beliefIn(identity, tenant.trust_asserted_roles) };
  const first = sides.map((side) => answerOf(side, { ...known, facts: side.facts, is_complete: false }));
  const party = { tenant: tenant.id, key: settings.key, identity };
  const about = { party, question, sides: sides.map((side, i) => ({ ...side, awaited: first[i]!.awaited })), now_ms };
  const awaits = first.some(({ awaited }) => awaited.length > 0);
  const is_taken = verdict.decision !== 'deny' && first.every(({ denials, challenges }) => !denials.length && !challenges.length);
  const gathering = { ...about, is_taken, fail_mode: tenant.fail_mode, verdict_id: verdict.id };
  const { taken, degraded, asked } = awaits ? await gatherFacts(world, booksOf(world), gathering) : NOTHING_GATHERED;
  const wholes = sides.map(({ facts }, i) => ({ ...facts, ...asked[i] }));
  const answers = awaits ? sides.map((side, i) => answerOf(side, { ...known, facts: wholes[i]!, is_complete: true })) : first;
  const facts = { ...wholes[0]!, ...requestedFacts(settings, options, answers[1]) };
  const decided = finish(answers.reduce(both), facts);
  const kept = lacking(await remember(world, settings, about, taken, { decided, refuse: finish, facts }), degraded);
  return shadows ? withShadows(kept, await shadows) : kept;
}

/** What is in force, and the set that the call names. */
function sidesOf(
  world: World,
  { snapshot }: Settings,
  { question, context, options }: JudgedCase,
  identity: Identity,
  now_ms: number,
): [Answering, ...Answering[]] {
  const { policies, lists, posture } = snapshot;
  const side = (own: readonly ActivePolicy[], asked: Question): Answering => ({
    policies: own,
    posture,
    question: asked,
    facts: localFacts(own, { identity, ip_address: context.ip_address, now_ms, lists, whereabouts: world.geo.lookup }),
  });
  const requested = requestedSet(options, snapshot);
  // What could not be looked up has been refused before (`naming-sets.ts`).
  if (requested === null) throw new Error('a case names a set that nobody has looked up');
  const own = side(policies, question ?? NO_QUESTION);
  return requested && question ? [own, side(requested.policies, asRequested(question))] : [own];
}

type Answering = { policies: readonly ActivePolicy[]; posture: Posture; question: Question; facts: PolicyFacts };
const answerOf = ({ question, ...side }: Answering, known: Known): Access => answerTo(question, side, known);

/** To be recorded: what is decided again by other policies holds on to it. */
function requestedFacts(
  { snapshot }: Settings,
  options: JudgedCase['options'],
  access: Access | undefined,
): Pick<PolicyFacts, 'requested'> {
  const requested = requestedSet(options, snapshot);
  if (!requested || !access) return {};
  const { strictness, thresholds } = barOf(requested.policies, snapshot.strictness);
  return {
    requested: {
      set: requested.set,
      access: saidBy(access, options.supported_obligations),
      bar: { strictness, thresholds: [...thresholds] },
    },
  };
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
  about: Pick<Gathering, 'party' | 'question' | 'sides' | 'now_ms'>,
  taken: Taken,
  { decided, refuse, facts }: Finishing,
): Promise<DecidedCase> {
  const is_passing = isLetThrough(decided.verdict);
  const { noted, is_kept } = is_passing ? await noteHistory(world, booksOf(world), about, decided.verdict.id) : NOTHING_NOTED;
  if (is_passing && (is_kept || tenant.fail_mode === 'open')) {
    const held = { ...taken, noted };
    return lacking(held.counted || noted ? { ...decided, held } : decided, is_kept ? [] : ['history']);
  }
  await refundFacts(taken, about.now_ms);
  return is_passing ? lacking(refuse({ ...SILENT, denials: [UNREMEMBERED] }, facts), ['history']) : decided;
}

const withShadows = (decided: DecidedCase, { verdicts, taken }: Tried): DecidedCase => ({
  ...decided,
  verdict: { ...decided.verdict, policy: { ...decided.verdict.policy, shadow: verdicts } },
  ...(taken.length && { tried: taken }),
});

const booksOf = ({ counters, counters_fallback: fallback, history }: World): Books => ({ counters, fallback, history });

const lacking = (one: DecidedCase, what: readonly string[]): DecidedCase =>
  what.length ? { ...one, verdict: { ...one.verdict, degraded: [...new Set([...one.verdict.degraded, ...what])] } } : one;

/** Also in `monitor` by what would be. */
export const isLetThrough = ({ decision, would_be }: Verdict): boolean => (would_be?.decision ?? decision) === 'allow';

const NO_QUESTION: Question = { messages: [] };
const NOTHING_GATHERED: Gathered = { taken: { counted: null, noted: null }, degraded: [], asked: [], is_full: false };
const NOTHING_NOTED = { noted: null, is_kept: true };
const UNREMEMBERED: Reason = {
  code: 'HISTORY_REQUIREMENT',
  layer: REASONS.HISTORY_REQUIREMENT.layer,
  severity: 'medium',
  message: 'What happens here cannot be kept at the moment, and a policy will ask for it.',
};

const SILENT: Access = { denials: [], challenges: [], permits: [], obligations: [], awaited: [] };
