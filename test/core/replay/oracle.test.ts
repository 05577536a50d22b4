/** The oracle of a replay is the engine: what would have been decided had the other policies been in force. */
import { expect, it } from 'vitest';
import type { Snapshot } from '#core/judge.ts';
import { judge } from '#core/judge.ts';
import type { ListsDocument, StructuredDocument } from '#core/policy/document.ts';
import { decisionOf } from '#core/replay/content.ts';
import { replayOne } from '#core/replay/replay-one.ts';
import type { Submission } from '#core/submission.ts';
import { mixture, readSupply } from '../../bench/messages.ts';
import { seeded } from '../../bench/random.ts';
import { policyOf } from '../../support/policies.ts';
import { againstSet, NOW_MS, recordedCall, snapshotOf } from '../../support/recorded-calls.ts';

const CALLS = 3_000;
const HOUR_MS = 3_600_000;

const DOCUMENTS: (ListsDocument | StructuredDocument)[] = [
  { tools: { deny: ['*delete*', 'shell*'] } },
  { tools: { allow: ['*'] }, methods: { deny: ['resources/*'] } },
  { effect: 'deny', target: { users: ['user-1*'] } },
  { effect: 'deny', target: { tool_groups: ['write'] }, decision: 'challenge' },
  { effect: 'require', target: { tool_groups: ['exec'] }, require: { args: { '/command': { notLike: '*rm*', optional: true } } } },
  { effect: 'require', require: { time: { tz: 'America/New_York', windows: [{ from: '08:00', to: '17:00' }] } } },
  { effect: 'require', require: { location: { ip_deny: ['198.51.3.0/24', '198.51.7.0/24'] } } },
  { effect: 'require', require: { findings: { prompt_injection: { max: 0.3 } } }, decision: 'challenge' },
  { effect: 'require', require: { args: { '/*': { maxLength: 200, optional: true } } } },
  { effect: 'require', require: { args: { '/query': { matches: '[a-z ]*', optional: true } } } },
  { effect: 'allow', target: { tool_groups: ['read'] } },
  { effect: 'deny', target: { tool_groups: ['own'] }, decision: 'challenge' },
  { effect: 'allow', target: { tool_groups: ['own'] } },
  { effect: 'allow', target: { users: ['user-2*'] } },
  { effect: 'require', require: { auth: { assurance: 'asserted' } } },
  { strictness: 'maximum' },
  { strictness: 'minimal', thresholds: { prompt_injection: 0.4, sql_injection: 1 } },
];

function sets(random: () => number): Snapshot[] {
  return Array.from({ length: 12 }, (_, n) =>
    snapshotOf({
      posture: n % 3 ? 'starter' : 'strict',
      trust_asserted_roles: n % 2 === 0,
      tool_groups: { own: ['*_file', 'get*', '*/search*'] },
      policies: DOCUMENTS.filter(() => random() < 0.3).map((document, i) => policyOf(`pol_${n}_${i}`, document)),
      digest: `set ${n}`,
    }),
  );
}

it('says what the engine would have said, or that it is unknown; of the set that was in force it knows all', () => {
  const random = seeded(11);
  const next = mixture(readSupply(), 5);
  const all = sets(random);
  const counts = { same: 0, changed: 0, unknown: 0 };
  for (let i = 0; i < CALLS; i++) {
    const { request, response, tool, context = {} } = next();
    const submission = { request, response, ...(tool && { tool }), context, options: {}, faults: [] } as unknown as Submission;
    if (submission.response === undefined) delete submission.response;
    if (submission.request === undefined) delete submission.request;
    const now_ms = NOW_MS + Math.floor(random() * 24) * HOUR_MS;
    const then = all[Math.floor(random() * all.length)]!;
    // Whether the caller is believed is a setting of the tenant's: it is no part of a set.
    const other = { ...all[Math.floor(random() * all.length)]!, trust_asserted_roles: then.trust_asserted_roles ?? false };
    const recorded = recordedCall(submission, then, {}, now_ms);
    const again = replayOne(recorded, againstSet(then));
    expect([decisionOf(recorded.record), 'unknown']).toContain(again.decision);
    const replayed = replayOne(recorded, againstSet(other, then)).decision;
    if (replayed === 'unknown') {
      counts.unknown++;
      continue;
    }
    const { decision } = judge(submission, other, { now_ms, verdict_id: 'x' });
    expect(replayed, JSON.stringify([submission, other.digest, then.digest])).toBe(decision);
    counts[decision === decisionOf(recorded.record) ? 'same' : 'changed']++;
  }
  console.log('replay beside the engine', counts);
  expect(counts.changed).toBeGreaterThan(CALLS / 20);
  expect(counts.unknown).toBeLessThan(CALLS / 2);
}, 120_000);
