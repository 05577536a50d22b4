/** From a message and what is known about it to what Cedar is asked. Plain data: it crosses threads and waits for facts. */
import type { MessageReading } from '../../mcp/message.ts';
import type { Submission } from '../../submission.ts';
import type { PolicyFacts } from '../facts.ts';
import { flatten } from './arguments.ts';
import { actionsOf, paramsOf, resourcesOf } from './asked.ts';
import { contextOfFacts, contextOfMessage, type Extras } from './context.ts';
import type { CedarEntity, CedarRequest, Members } from './environment.ts';
import { inputOf, type InputTypes } from './input.ts';
import { mcp, serverOf } from './names.ts';
import { principalOf } from './parties.ts';
import { record, type EntityValue } from './value.ts';

const NO_GROUPS = {};

/**
 * @param message one of those that `readProtocol` found in the submission
 * @param facts what is not in it counts as unknown, and fails what needs it
 * @returns with `context.args`, `nums` and `decimals` absent, and `args_whole` false, where the arguments go beyond a limit
 *   (`arguments.ts`): then every statement that reads one is an error, which denies. So is one that looks at `context.input` where
 *   arguments do not fit the types that the tool's manifest gives them
 */
export function cedarRequestOf(
  submission: Submission,
  message: MessageReading,
  facts: PolicyFacts,
  extras: Extras & { input_types?: InputTypes },
): CedarRequest {
  const server = serverOf(submission);
  const principal = principalOf(facts.identity);
  const actions = actionsOf(message, server);
  const resources = resourcesOf(submission, message, extras.tool_groups ?? NO_GROUPS);
  const given = argumentsOf(submission, message);
  const flat = flatten(given);
  const tagged = flat ? { args: flat.args, nums: flat.nums, decimals: flat.decimals } : {};
  const bearers = Object.entries(tagged).map(([name, tags]) => bearerOf(name, tags));
  const action = actions[0]!.uid;
  const { input_types: types } = extras;
  const is_typed = types !== undefined && Object.hasOwn(types.actions, action.id);
  const input = is_typed && flat ? inputOf(given, action.id, types) : null;
  const entities: { [key: string]: CedarEntity } = {};
  for (const one of [principal, ...actions, ...resources, ...bearers.map(({ entity }) => entity), ...(input?.entities ?? [])])
    entities[one.uid.key] ??= one;
  return {
    principal: principal.uid,
    action,
    resource: resources[0]!.uid,
    context: record({
      ...contextOfFacts(facts, extras),
      ...contextOfMessage(submission, message, facts, extras),
      ...Object.fromEntries(bearers.map(({ name, entity }) => [name, entity.uid])),
      args_whole: flat !== null,
      input: input?.value,
    }),
    entities,
    ...(is_typed && !input && { is_input_unfit: true }),
  };
}

/** The same question to policies with other checks. */
export const withChecks = (request: CedarRequest, checks: PolicyFacts['checks']): CedarRequest => ({
  ...request,
  context: record({ ...request.context.of, checks: record(checks) }),
});

/** The same question, once the facts are known. */
export function withFacts(request: CedarRequest, facts: PolicyFacts, extras: Extras): CedarRequest {
  const principal = principalOf(facts.identity);
  return {
    ...request,
    principal: principal.uid,
    entities: { ...request.entities, [principal.uid.key]: principal },
    context: record({ ...request.context.of, ...contextOfFacts(facts, extras) }),
  };
}

/** Of a call its `arguments`, of a prompt likewise; of any other request its parameters. */
export function argumentsOf(submission: Submission, message: MessageReading): unknown {
  const params = paramsOf(submission, message);
  if (message.method === 'tools/call' || message.method === 'prompts/get') return params?.arguments;
  return params ?? undefined;
}

const TYPES: Readonly<Record<string, EntityValue>> = {
  args: mcp('Args', 'args'),
  nums: mcp('Nums', 'nums'),
  decimals: mcp('Decimals', 'decimals'),
};
const bearerOf = (name: string, tags: Members): { name: string; entity: CedarEntity } => ({
  name,
  entity: { uid: TYPES[name]!, attrs: {}, parents: [], tags },
});
