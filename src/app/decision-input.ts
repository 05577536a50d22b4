/** What a verdict was made from, for replay: redacted before it is sealed, erasable afterwards (docs: `platform.md`, "What is kept"). */
import { canonicalJson } from '#core/canonical.ts';
import type { Judgement } from '#core/judge.ts';
import type { PolicyFacts } from '#core/policy/facts.ts';
import type { Question } from '#core/policy/question.ts';
import { applyEdits, modificationsOf } from '#core/redact.ts';
import type { JsonObject, Submission } from '#core/submission.ts';
import type { Modification } from '#core/verdict.ts';

export const INPUT_RETENTION_MS = 30 * 24 * 60 * 60 * 1_000;

/** Headers beyond these carry credentials more often than anything a replay needs. */
const KEPT_HEADERS: ReadonlySet<string> = new Set(['accept', 'content-type', 'origin', 'host']);

/**
 * The bytes to seal. Secrets, personal data, and whatever was not looked into, are cut out. A request beside the judged response was
 * judged in its own call: here only its method and tool are kept. What the tenant had told of the tools that are called stands with it.
 */
export function decisionInput(
  submission: Submission,
  { verdict, reading, cuts }: Judgement,
  now_ms: number,
  question: Question | null,
): Uint8Array {
  const { token: _, ...context } = submission.context;
  const headers = Object.fromEntries([...(submission.headers ?? [])].filter(([name]) => KEPT_HEADERS.has(name) || name.startsWith('mcp-')));
  const { response, tool, server } = submission;
  const [answered] = reading.messages;
  const request = response === undefined ? submission.request : { method: answered?.method ?? null, tool: answered?.tool ?? null };
  const unread = verdict.unjudged.map(({ path, reason }): Modification => ({ op: 'replace', path, value: `[NOT KEPT:${reason}]` }));
  const kept = applyEdits({ request, response, tool, server, headers }, [...unread, ...modificationsOf(cuts)]) as JsonObject;
  const tools = question?.messages.map((message) => message.tool ?? null) ?? [];
  const facts = { now: new Date(now_ms).toISOString(), faults: submission.faults, ...(tools.some(Boolean) && { tools }) };
  const whole = { ...kept, context, options: submission.options, facts };
  // Without a fault nothing nests deeper than the call stack bears.
  return Buffer.from(submission.faults.length ? canonicalJson(whole) : JSON.stringify(whole), 'utf8');
}

/** The input, and in a line of its own the facts that the policies were given: nothing in JSON is a bare line feed. */
export function withFacts(input: Uint8Array, facts: PolicyFacts | null): Uint8Array {
  return facts === null ? input : Buffer.concat([input, Buffer.from(`\n${JSON.stringify(facts)}`, 'utf8')]);
}

export function readInput(bytes: Uint8Array): { input: JsonObject; policy_facts: PolicyFacts | null } {
  const [input = '', facts] = new TextDecoder().decode(bytes).split('\n', 2);
  return { input: JSON.parse(input) as JsonObject, policy_facts: facts === undefined ? null : (JSON.parse(facts) as PolicyFacts) };
}
