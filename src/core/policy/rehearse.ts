/** A test of a policy, judged like a call. Pure: what it knows of the world stands in the test. */
import { addresseeOf, conclude } from '../conclude.ts';
import { assertedIdentity } from '../identity/identity.ts';
import { judgeClosely, type Snapshot } from '../judge.ts';
import type { Submission } from '../submission.ts';
import type { Verdict } from '../verdict.ts';
import { beliefIn } from './access.ts';
import type { ActivePolicy } from './compile.ts';
import type { HistoryRequirement } from './document.ts';
import type { Identity, PolicyFacts } from './facts.ts';
import { localFacts } from './local-facts.ts';
import type { GivenFacts, PolicyTest, TestResult } from './policy-test.ts';
import { answerTo, questionOf } from './question.ts';

/** @param now_ms for tests that do not say; @param own the policy whose test it is */
export type Rehearsal = { snapshot: Snapshot; own: string; now_ms: number };

const SCALE = 1_000;

export function rehearse(test: PolicyTest, rehearsal: Rehearsal): TestResult {
  const { decision, status, reasons, obligations = [] } = verdictOn(test, rehearsal);
  const got = { decision, status, reasons: reasons.map(({ code }) => code), obligations: obligations.map(({ type }) => type) };
  const { expect } = test;
  const passed =
    got.decision === expect.decision &&
    (expect.reasons ?? []).every((code) => got.reasons.includes(code)) &&
    (expect.obligations ?? []).every((type) => got.obligations.includes(type));
  return { name: test.name, passed, expected: expect, got };
}

/** @param test of which the name and what is expected do not matter */
export function verdictOn(test: Omit<PolicyTest, 'name' | 'expect'>, { snapshot, own, now_ms }: Rehearsal): Verdict {
  const { request, response, tool, server, context = {}, facts: given = {}, options = {} } = test;
  const submission: Submission = {
    ...(request !== undefined && { request }),
    ...(response !== undefined && { response }),
    ...(tool && { tool }),
    ...(server && { server }),
    context,
    options,
    faults: [],
  };
  const at_ms = given.now === undefined ? now_ms : Date.parse(given.now);
  const { verdict, reading } = judgeClosely(submission, snapshot, { now_ms: at_ms, verdict_id: 'test' });
  const question = questionOf(submission, verdict, reading, snapshot);
  const how = { ...options, monitor: snapshot.monitor };
  if (!question) return conclude(verdict, addresseeOf(reading), null, how);
  const { trust_asserted_roles = false } = snapshot;
  const identity: Identity = { ...assertedIdentity(context, trust_asserted_roles), ...given.identity };
  const facts = factsOf(given, { snapshot, own, identity, ip_address: context.ip_address, now_ms: at_ms });
  const belief = beliefIn(identity, trust_asserted_roles);
  const access = answerTo(question, snapshot, { facts, now_ms: at_ms, belief, is_complete: true });
  return conclude(verdict, addresseeOf(reading), access, how);
}

type Scene = { snapshot: Snapshot; own: string; identity: Identity; ip_address: string | undefined; now_ms: number };

function factsOf(given: GivenFacts, { snapshot: { policies, lists }, own, ...who }: Scene): PolicyFacts {
  const local = localFacts(policies, { ...who, lists });
  const { country = null, asn = null, labels, approval, session } = given;
  return {
    ...local,
    net: { ...local.net, country, asn },
    trust: trustOf(given),
    ...(labels && { labels }),
    ...(approval && { approval: { id: 'given', method: 'given', age_s: 0, ...approval } }),
    ...(session && { session }),
    counters: {
      ...untouched(policies, 'counters', () => ({ fits: true, value: 1 })),
      ...named(given.counters, own, (fits) => (fits === null ? null : { fits, value: 1 })),
    },
    history: { ...untouched(policies, 'history', holdsOfNothing), ...named(given.history, own, (holds) => holds) },
  };
}

function trustOf({ trust }: GivenFacts): PolicyFacts['trust'] {
  if (!trust) return null;
  const { signals, score, confidence = 1, ...parts } = trust;
  const scaled = Object.fromEntries(Object.entries(parts).map(([part, share]) => [part, share * SCALE]));
  return { ...scaled, score: score * SCALE, confidence: confidence * SCALE, ...(signals && { signals }) };
}

const named = <T, V>(given: { [id: string]: T } | undefined, own: string, of: (value: T) => V): { [id: string]: V } =>
  Object.fromEntries(Object.entries(given ?? {}).map(([id, value]) => [id.includes('/') ? id : `${own}/${id}`, of(value)]));

type Kind = 'counters' | 'history';
function untouched<K extends Kind, V>(
  policies: readonly ActivePolicy[],
  kind: K,
  of: (need: ActivePolicy['needs'][K][number]) => V,
): { [id: string]: V } {
  return Object.fromEntries(policies.flatMap(({ id, needs }) => needs[kind].map((need) => [`${id}/${need.id}`, of(need)])));
}

/** Whether a requirement holds of a session in which nothing has happened yet. */
export function holdsOfNothing({ formerly, count_within, count_distinct_within, sum_within }: HistoryRequirement): boolean {
  if (formerly) return formerly.is === false;
  return [count_within, count_distinct_within, sum_within].every((one) => !one || ((one.min ?? 0) <= 0 && (one.max ?? 0) >= 0));
}
