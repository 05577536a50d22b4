/** From what was found in a message to its verdict: who acts, what the policies say, and both put together. */
import { conclude } from '#core/conclude.ts';
import type { Access } from '#core/policy/access.ts';
import type { PolicyFacts } from '#core/policy/facts.ts';
import { localFacts } from '#core/policy/local-facts.ts';
import { answerTo } from '#core/policy/question.ts';
import { REASONS } from '#core/verdict.ts';
import { followsTokens, identify } from './identity.ts';
import type { JudgedCase } from './judged.ts';
import type { Settings } from './settings.ts';
import type { World } from './world.ts';

export type DecidedCase = JudgedCase & { /** Recorded with the verdict; null where nobody asked for any. */ facts: PolicyFacts | null };

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
  const facts = localFacts(policies, { identity, ip_address: context.ip_address, now_ms, lists });
  if (!question) return finish(null, facts);
  const is_believed = identity.assurance === 'verified' || tenant.trust_asserted_roles;
  const access = answerTo(question, snapshot, { facts, now_ms, is_believed, is_complete: true });
  return finish(access, facts);
}

const SILENT: Access = { denials: [], challenges: [], permits: [], obligations: [], awaited: [] };
