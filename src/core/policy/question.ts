/** What policies will be asked of a submission, before anybody knows who acts, from where and when. Plain data: it crosses threads. */
import type { Category } from '../finding.ts';
import type { Reading } from '../mcp/message.ts';
import type { Submission } from '../submission.ts';
import type { Posture } from '../tenant.ts';
import type { Verdict } from '../verdict.ts';
import { accessOf, type Access, type Belief, type StatedPolicy } from './access.ts';
import type { CedarRequest } from './cedar/environment.ts';
import type { InputTypes } from './cedar/input.ts';
import { mcp } from './cedar/names.ts';
import type { OwnToolGroups } from './cedar/tool-groups.ts';
import { inputTypeOf } from './cedar/type-graph.ts';
import { argumentsOf, cedarRequestOf, withChecks, withFacts } from './cedar/request.ts';
import { checksOf } from './checks.ts';
import { NO_FACTS, type FactNeeds, type PolicyFacts } from './facts.ts';
import type { NamedList } from './lists.ts';
import { requestedSet, type RequestedSet } from './requested-set.ts';
import { toldOf, type Told } from './told.ts';

export type AskedMessage = Told & {
  method: string | null;
  direction: 'request' | 'response';
  request: CedarRequest;
  /** Checks of arguments as the policies of each shadow set have them. */
  shadows?: PolicyFacts['checks'][];
  /** Likewise those of the set that the call names. */
  requested?: PolicyFacts['checks'];
  /** What the tenant had told of the tool; absent where nothing. */
  tool?: AskedTool;
};
/** `groups`: the tenant's own, and whether the tool is in them. `input`: what its arguments were typed by (`cedar/type-graph.ts`). */
export type AskedTool = { groups?: { [name: string]: boolean }; input?: string };
export type Question = { messages: AskedMessage[] };

type Asked = StatedPolicy & { needs: FactNeeds };

/** What a tenant has decided, as far as the question goes. */
export type Asking = {
  posture: Posture;
  policies: readonly Asked[];
  shadow?: { sets: readonly { set: string | null; policies: readonly Asked[] }[] };
  requested?: readonly RequestedSet[];
  lists?: readonly NamedList[];
  tool_groups?: OwnToolGroups;
  /** Of tools whose typed arguments policies look at. */
  input_types?: InputTypes;
};

/** Null where nobody has anything to say. */
export function questionOf(submission: Submission, verdict: Pick<Verdict, 'findings'>, reading: Reading, asking: Asking): Question | null {
  const { posture, policies, lists = [], shadow, tool_groups, input_types } = asking;
  const own = requestedSet(submission.options, asking);
  if (!policies.length && !shadow && posture === 'starter' && own === undefined) return null;
  const sides = [policies, ...(shadow?.sets ?? []).map((set) => set.policies), ...(own ? [own.policies] : [])];
  const findings = highest(verdict);
  const extras = { now_ms: 0, findings, ...(tool_groups && { tool_groups }), ...(input_types && { input_types }) };
  const named = new Map(lists.map((list) => [list.name, list]));
  const messages = reading.messages.map((message): AskedMessage => {
    const args = argumentsOf(submission, message);
    const { method, direction } = message;
    const checks = checkedBy(policies, args, named);
    const request = cedarRequestOf(submission, message, { ...NO_FACTS, checks }, extras);
    const tool = askedTool(request, tool_groups, input_types);
    const shadows = shadow?.sets.map((set) => checkedBy(set.policies, args, named));
    const requested = own && checkedBy(own.policies, args, named);
    const told = toldOf(submission, message, sides);
    const more = { ...(shadows && { shadows }), ...(requested && { requested }), ...(tool && { tool }) };
    return { ...told, method, direction, request, ...more };
  });
  return { messages };
}

function askedTool({ action, resource, entities }: CedarRequest, own: OwnToolGroups = {}, types?: InputTypes): AskedTool | null {
  const above = entities[resource.key]?.parents.map(({ key }) => key) ?? [];
  const names = resource.type === TOOL.type ? Object.keys(own) : [];
  const groups = Object.fromEntries(names.map((name) => [name, above.includes(mcp('ToolGroup', name).key)]));
  const input = types ? inputTypeOf(action.id, types) : null;
  if (!names.length && input === null) return null;
  return { ...(names.length && { groups }), ...(input !== null && { input }) };
}
const TOOL = mcp('Tool', '');

function checkedBy(policies: Asking['policies'], args: unknown, lists: ReadonlyMap<string, NamedList>): PolicyFacts['checks'] {
  const checks: PolicyFacts['checks'] = {};
  for (const { id, needs } of policies) {
    if (!needs.checks.length) continue;
    for (const [check, holds] of Object.entries(checksOf(args, needs.checks, lists))) checks[`${id}${check}`] = holds;
  }
  return checks;
}

function highest({ findings }: Pick<Verdict, 'findings'>): Partial<Record<Category, number>> {
  const scores: Partial<Record<Category, number>> = {};
  for (const { category, score, suppressed } of findings) if (!suppressed && score > (scores[category] ?? 0)) scores[category] = score;
  return scores;
}

/** The same question to the policies of one shadow set. */
export const shadowed = ({ messages }: Question, set: number): Question => ({
  messages: messages.map((message) => {
    const checks = message.shadows?.[set];
    return checks ? { ...message, request: withChecks(message.request, checks) } : message;
  }),
});

/** The same question to the set that the call names. */
export const asRequested = ({ messages }: Question): Question => ({
  messages: messages.map((message) =>
    message.requested ? { ...message, request: withChecks(message.request, message.requested) } : message,
  ),
});

/** What is known of the call besides the message. */
export type Known = { facts: PolicyFacts; now_ms: number; belief: Belief; is_complete: boolean };

/** Every message must pass. */
export function answerTo(question: Question, { policies, posture }: Asking, { facts, now_ms, belief, is_complete }: Known): Access {
  const answers = question.messages.map(({ method, request }) =>
    accessOf(policies, posture, { request: withFacts(request, facts, { now_ms }), method, belief, is_complete }),
  );
  const [only] = answers;
  if (only && answers.length === 1) return only;
  const each = <K extends keyof Access>(key: K): Access[K] => answers.flatMap((answer) => answer[key] as unknown[]) as Access[K];
  const awaited = answers.flatMap((answer, message) => answer.awaited.map((one) => ({ ...one, message })));
  return { denials: each('denials'), challenges: each('challenges'), permits: each('permits'), obligations: each('obligations'), awaited };
}
