/** Calls as the service judges and keeps them, without a store: what a replay finds of them. */
import { openVault } from '#adapters/vault.ts';
import { decisionInput, readInput, withFacts } from '#app/decision-input.ts';
import { bareRecord, verdictRecord } from '#app/verdict-record.ts';
import { conclude, addresseeOf } from '#core/conclude.ts';
import { assertedIdentity } from '#core/identity/identity.ts';
import { judgeClosely, type Snapshot } from '#core/judge.ts';
import { NO_TYPES } from '#core/policy/cedar/input.ts';
import type { PolicyFacts } from '#core/policy/facts.ts';
import { localFacts } from '#core/policy/local-facts.ts';
import { answerTo, questionOf } from '#core/policy/question.ts';
import type { RecordedCase } from '#core/replay/recorded.ts';
import { replaySet, type ReplaySet } from '#core/replay/replay-set.ts';
import type { Submission } from '#core/submission.ts';

const vault = openVault(new Uint8Array(32).fill(7));
const tenant_key = vault.open(vault.newTenantKey());
export const NOW_MS = Date.parse('2026-11-20T12:00:00.000Z');

export const snapshotOf = (over: Partial<Snapshot> = {}): Snapshot => ({
  posture: 'starter',
  strictness: 'standard',
  monitor: false,
  policies: [],
  suppressions: [],
  digest: 'of this snapshot',
  ...over,
});

/** @param given facts that somebody has looked for, beside those of the caller and the clock */
export function recordedCall(submission: Submission, snapshot: Snapshot, given: Partial<PolicyFacts> = {}, now_ms = NOW_MS): RecordedCase {
  const judgement = judgeClosely(submission, snapshot, { now_ms, verdict_id: 'vrd_00000000000000000000000000' });
  const { context } = submission;
  const { policies, lists = [], trust_asserted_roles = false } = snapshot;
  const question = questionOf(submission, judgement.verdict, judgement.reading, snapshot);
  const identity = assertedIdentity(context, trust_asserted_roles);
  const facts: PolicyFacts = { ...localFacts(policies, { identity, ip_address: context.ip_address, now_ms, lists }), ...given };
  const known = { facts, now_ms, belief: trust_asserted_roles ? ('all' as const) : ('nothing' as const), is_complete: true };
  const verdict = conclude(judgement.verdict, addresseeOf(judgement.reading), question && answerTo(question, snapshot, known), snapshot);
  const record = verdictRecord(verdict, bareRecord(submission, judgement), context, { at: new Date(now_ms), key_id: 'key_1', tenant_key });
  const kept = readInput(withFacts(decisionInput(submission, judgement, now_ms, question), question && facts));
  return { record, input: kept.input, facts: kept.policy_facts };
}

/** The same policies, or others, as a replay takes them. `present` is what the calls were judged by. */
export const againstSet = (snapshot: Snapshot, present: Snapshot = snapshot, follows_tokens = false): ReplaySet =>
  replaySet({
    policies: snapshot.policies,
    lists: snapshot.lists ?? [],
    posture: snapshot.posture,
    strictness: snapshot.strictness,
    trust_asserted_roles: snapshot.trust_asserted_roles ?? false,
    tool_groups: snapshot.tool_groups ?? {},
    input_types: snapshot.input_types ?? NO_TYPES,
    follows_tokens,
    present: { digest: present.digest, policies: present.policies },
  });

export const callOf = (name: string, args: object, over: Partial<Submission> = {}): Submission => ({
  request: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } },
  context: { user_id: 'ann', ip_address: '10.1.2.3' },
  options: {},
  faults: [],
  ...over,
});
