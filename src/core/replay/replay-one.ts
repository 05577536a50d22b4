/** One recorded verdict, decided again by another set of policies. Pure; nothing is judged, counted or recorded anew. */
import { readProtocol } from '../mcp/message.ts';
import { beliefIn } from '../policy/access.ts';
import type { Bar } from '../policy/bar.ts';
import { withFacts } from '../policy/cedar/request.ts';
import type { PolicyFacts } from '../policy/facts.ts';
import { questionOf } from '../policy/question.ts';
import type { VerdictRecord } from '../audit.ts';
import { contentRefuses, isRefusedAnyway } from './content.ts';
import { gappedRequest } from './gapped-request.ts';
import { knownFacts } from './known-facts.ts';
import { gapsOf } from './message-gaps.ts';
import { judgedAt, submissionOf, type RecordedCase } from './recorded.ts';
import { isTypedOtherwise, recordedTools, withRecordedGroups } from './recorded-tool.ts';
import type { ReplaySet } from './replay-set.ts';
import { sureAccess, type SureAccess } from './sure-access.ts';

export type Replayed = SureAccess;

const SILENT: Replayed = { decision: 'allow', gap: null, determining: [], speaking: [], obligations: [], unsure: [] };
const REFUSED: Replayed = { ...SILENT, decision: 'deny' };

/** @param recorded with `input` null where it was erased or has expired */
export function replayOne(recorded: { record: VerdictRecord } & (RecordedCase | { input: null }), set: ReplaySet): Replayed {
  const { record, input } = recorded;
  if (isRefusedAnyway(record)) return REFUSED;
  const options = input === null ? {} : submissionOf(input).options;
  const requested = input === null ? undefined : recorded.facts?.requested;
  const bars = record.policy_digest === set.same_bar_digest ? null : [set.bar, ...(requested ? [barOfRecorded(requested.bar)] : [])];
  const { strictness, supported_obligations: supported } = options;
  if (contentRefuses(record, { bars, strictness, cannot_redact: supported !== undefined && !supported.includes('redact') })) return REFUSED;
  const is_alone = record.requested_set === undefined;
  if (is_alone && set.posture === 'starter' && set.policies.every(({ statements }) => !statements.length)) return SILENT;
  if (input === null) return { ...SILENT, decision: 'unknown', gap: 'input' };
  const answers = answersOf(recorded, set).map((answer) => withObligations(answer, supported));
  if (is_alone) return stricter(answers);
  return stricter([...answers, requested ? { ...SILENT, decision: requested.access } : { ...SILENT, decision: 'unknown', gap: 'fact' }]);
}

const barOfRecorded = ({ strictness, thresholds }: NonNullable<PolicyFacts['requested']>['bar']): Bar => ({
  strictness,
  thresholds: new Map(thresholds),
  determining: new Map(),
});

/** What the enforcement point could not do denied it (`conclude.ts`). */
function withObligations(answer: Replayed, supported: readonly string[] | undefined): Replayed {
  if (!supported || (answer.decision !== 'allow' && answer.decision !== 'challenge')) return answer;
  const counts = (type: string): boolean =>
    !supported.includes(type) && (answer.decision === 'allow' || type === 'alert' || type === 'log');
  const lacking = answer.obligations.find(({ type }) => counts(type));
  if (lacking) return { ...answer, decision: 'deny', determining: [lacking.policy] };
  const unsure = answer.unsure.find(({ type }) => counts(type));
  return unsure ? { ...answer, decision: 'unknown', gap: unsure.gap, determining: [] } : answer;
}

function answersOf(recorded: RecordedCase, set: ReplaySet): Replayed[] {
  const { record, input } = recorded;
  const submission = submissionOf(input);
  const reading = readProtocol(submission);
  const now_ms = judgedAt(recorded);
  const question = questionOf(submission, record, reading, set);
  if (!question) return [];
  const gaps = gapsOf(submission, reading, record);
  const known = knownFacts(recorded.facts, submission.context, now_ms, set);
  const { facts, knows_identity } = known;
  const belief = beliefIn(facts.identity, set.trust_asserted_roles);
  const tools = recordedTools(input);
  return question.messages.map(({ method, request: bare, tool }, i) => {
    const gap = gaps[i]!;
    if (gap.whole) return { ...SILENT, decision: 'unknown', gap: 'argument' };
    const asked = withRecordedGroups(withFacts(bare, facts, { now_ms }), tools[i]);
    const request = gappedRequest(asked, { ...known, knows_input: !isTypedOtherwise(tools[i], tool) }, gap, set);
    return sureAccess(set.policies, set.posture, { request, method, belief, is_complete: true }, knows_identity);
  });
}

/** Every message must pass. */
function stricter(answers: readonly Replayed[]): Replayed {
  const [only] = answers;
  if (only && answers.length === 1) return only;
  const speaking = [...new Set(answers.flatMap((answer) => answer.speaking))];
  for (const decision of ['deny', 'unknown', 'challenge'] as const) {
    const own = answers.filter((answer) => answer.decision === decision);
    const [first] = own;
    if (first)
      return { ...SILENT, decision, gap: first.gap, determining: [...new Set(own.flatMap((answer) => answer.determining))], speaking };
  }
  return { ...SILENT, speaking };
}
