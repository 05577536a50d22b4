/** A test of a pack: one message, judged by the engine and by the policies that the pack would make, and by no others. */
import { addresseeOf, conclude } from '../conclude.ts';
import { assertedIdentity } from '../identity/identity.ts';
import { judgeClosely, type Snapshot } from '../judge.ts';
import { activePolicy, compile, type ActivePolicy } from '../policy/compile.ts';
import type { ListsDocument, StructuredDocument } from '../policy/document.ts';
import type { PolicyFacts } from '../policy/facts.ts';
import { localFacts } from '../policy/local-facts.ts';
import type { PolicyTest } from '../policy/policy-test.ts';
import { answerTo, questionOf } from '../policy/question.ts';
import type { CallContext, Submission, ToolHint } from '../submission.ts';
import type { ReasonCode, Verdict } from '../verdict.ts';
import type { PackTest } from './manifest.ts';

export type FixtureTool = { name: string; inputSchema?: unknown; [member: string]: unknown };
type Made = readonly { name: string; document: ListsDocument | StructuredDocument }[];

/** A Wednesday at noon, UTC, for tests to which the time is nothing. */
const NOON = '2026-01-14T12:00:00Z';

export function verdictOf(test: PackTest, policies: Made, tools: readonly FixtureTool[]): Verdict {
  const now_ms = Date.parse(test.at ?? NOON);
  const context = (test.context ?? {}) as CallContext;
  const active = policies.map(({ name, document }) => activePolicy(name, document, compile(name, document)));
  const snapshot: Snapshot = { posture: 'starter', strictness: 'standard', monitor: false, policies: active, suppressions: [], digest: '' };
  const submission: Submission = { ...messagesOf(test), ...toolOf(test, tools), context, options: {}, faults: [] };
  const { verdict, reading } = judgeClosely(submission, snapshot, { now_ms, verdict_id: 'test' });
  const question = questionOf(submission, verdict, reading, snapshot);
  const told: Partial<PolicyFacts> = test.facts ?? {};
  const facts: PolicyFacts = {
    ...localFacts(active, { identity: assertedIdentity(context, true), ip_address: context.ip_address, now_ms }),
    ...told,
    counters: { ...idle(active), ...told.counters },
  };
  const access = question && answerTo(question, snapshot, { facts, now_ms, belief: 'all', is_complete: true });
  return conclude(verdict, addresseeOf(reading), access, snapshot);
}

/** Of whom nothing was counted yet. */
const idle = (policies: readonly ActivePolicy[]): PolicyFacts['counters'] =>
  Object.fromEntries(policies.flatMap(({ id, needs }) => needs.counters.map((limit) => [`${id}/${limit.id}`, { fits: true, value: 0 }])));

const messagesOf = ({ request, response, ...rest }: PackTest): Pick<Submission, 'request' | 'response' | 'server'> => ({
  ...(request && { request }),
  ...(response && { response }),
  ...pickServer(rest),
});
const pickServer = ({ server }: Pick<PackTest, 'server'>): Pick<Submission, 'server'> => ({
  ...(server && { server: { ...(server.name && { name: server.name }), ...(server.url && { url: server.url }) } }),
});

function toolOf({ tool }: PackTest, tools: readonly FixtureTool[]): Pick<Submission, 'tool'> {
  if (tool === undefined) return {};
  return { tool: (typeof tool === 'string' ? (tools.find(({ name }) => name === tool) ?? { name: tool }) : tool) as ToolHint };
}

/** As it goes with a policy of a tenant. */
export function asPolicyTest(test: PackTest, tools: readonly FixtureTool[]): PolicyTest {
  const { name, request, response, context, facts, at, expect } = test;
  const counters = Object.entries((facts as Partial<PolicyFacts> | undefined)?.counters ?? {});
  return {
    name,
    ...(request && { request }),
    ...(response && { response }),
    ...toolOf(test, tools),
    ...pickServer(test),
    ...(context && { context: context as CallContext }),
    facts: {
      now: at ?? NOON,
      ...(counters.length && { counters: Object.fromEntries(counters.map(([id, one]) => [id.split('/')[1]!, one?.fits ?? null])) }),
    },
    expect: { decision: expect.decision, ...(expect.reason !== undefined && { reasons: [expect.reason as ReasonCode] }) },
  };
}

/** Null: it came out as expected. A refusal must be that of the policy whose test it is. */
export function failureOf(test: PackTest, policy: string, policies: Made, tools: readonly FixtureTool[]): string | null {
  if (typeof test.tool === 'string' && !tools.some(({ name }) => name === test.tool)) return `fixtures/tools.json has no tool ${test.tool}`;
  const { decision, reasons } = verdictOf(test, policies, tools);
  const { expect } = test;
  const came = `${decision}${reasons.length ? ` (${reasons.map((r) => `${r.code}${r.policy ? ` by ${r.policy}` : ''}`).join(', ')})` : ''}`;
  if (decision !== expect.decision) return `expected ${expect.decision}, came ${came}`;
  if (decision === 'allow') return null;
  const own = reasons.filter((reason) => reason.policy === policy);
  if (!own.length) return `expected to be refused by ${policy}, came ${came}`;
  return expect.reason === undefined || own.some(({ code }) => code === expect.reason) ? null : `expected ${expect.reason}, came ${came}`;
}
