/** Whom and what a policy is about, as a Cedar condition. */
import { all, any, context, entity, get, has, hasTag, isA, like, principal, resource, uid, within } from '../cedar/build.ts';
import type { ActionScope, Expr, PolicyJson, PrincipalOrResource } from '../cedar/policy-json.ts';
import type { Target } from '../document.ts';
import { lastPart, plainName } from '../plain-name.ts';
import {
  grantedName,
  grantedTools,
  isExact,
  isQualified,
  namedUri,
  namesTool,
  restrictedName,
  restrictedNames,
  restrictedServers,
} from './names.ts';

type Scope = Pick<PolicyJson, 'principal' | 'action' | 'resource'>;
export type Aim = {
  scope: Scope;
  /** Empty: everything in the scope. */
  conditions: Expr[];
  is_personal: boolean;
  /** It looks at what the caller alone can say. */
  is_said: boolean;
};

const ALL = { op: 'All' } as const;
const some = (patterns: readonly string[] | undefined): patterns is readonly string[] => patterns !== undefined && patterns.length > 0;

const tools = (patterns: readonly string[], is_grant: boolean): Expr =>
  all(isA(resource, 'Tool'), is_grant ? grantedTools(patterns) : restrictedNames(patterns));
const prompts = (patterns: readonly string[], is_grant: boolean): Expr =>
  all(isA(resource, 'Prompt'), any(...patterns.map(is_grant ? grantedName : restrictedName)));
const resources = (patterns: readonly string[], is_grant: boolean): Expr =>
  all(isA(resource, 'Resource'), any(...patterns.map((pattern) => namedUri(pattern, is_grant))));

/** Some tool, prompt or resource is named, not merely all of them. */
export const namesWhat = ({ tools: named, prompts: asked, resources: read }: Target): boolean =>
  [...(named ?? []), ...(asked ?? []), ...(read ?? [])].some((pattern) => namesTool(lastPart(pattern)));

/** Some member of `context.caller` or `context.meta` fits one of the patterns; one that is absent fits none. */
const told = (record: 'caller' | 'meta', member: string, patterns: readonly string[]): Expr =>
  all(has(context, record, member), any(...patterns.map((pattern) => like(get(context, record, member), pattern))));

/**
 * Held by proof. Where a policy restricts, an assertion is enough: who says of himself that he is a guest is bound like one.
 */
const held = (kind: 'Role' | 'Group', names: readonly string[], is_grant: boolean): Expr =>
  any(
    within(principal, { Set: names.map((name) => entity(kind, name)) }),
    ...(is_grant ? [] : names.map((name) => hasTag(principal, `unverified:${kind.toLowerCase()}:${name}`))),
  );

/** @param is_grant it is for a permit, which takes nobody at his word */
export function aimOf(target: Target, is_grant: boolean): Aim {
  const { users, roles, groups, agents, servers, tool_groups, methods } = target;
  const conditions: Expr[] = [];
  // What an index can use comes first.
  if (some(tool_groups)) conditions.push(within(resource, { Set: tool_groups.map((name) => entity('ToolGroup', name)) }));
  else if (!is_grant && isNamed(target)) conditions.push(within(resource, { Set: target.tools!.map(lastNameOf) }));
  if (is_grant && some(roles)) conditions.push(held('Role', roles, is_grant));
  if (some(users)) conditions.push(told('caller', 'user', users));
  if (some(agents)) conditions.push(told('caller', 'agent', agents));
  if (!is_grant && some(roles)) conditions.push(held('Role', roles, is_grant));
  if (some(groups)) conditions.push(held('Group', groups, is_grant));
  if (some(servers)) conditions.push(is_grant ? told('meta', 'server', servers) : restrictedServers(servers, namesWhat(target)));
  const scope = { principal: ALL, action: actionScope(methods), resource: resourceScope(target, is_grant) };
  if (some(methods) && scope.action.op === 'All') conditions.push(told('meta', 'method', methods));
  // A restriction is found by the last part of the name, which other servers' tools may share.
  if (scope.resource.op === 'All' || !is_grant) {
    const what = [
      ...(some(target.tools) ? [tools(target.tools, is_grant)] : []),
      ...(some(target.resources) ? [resources(target.resources, is_grant)] : []),
      ...(some(target.prompts) ? [prompts(target.prompts, is_grant)] : []),
    ];
    if (what.length) conditions.push(any(...what));
  }
  return { scope, conditions, is_personal: [users, roles, groups, agents].some(some), is_said: some(agents) };
}

/** Only tools, each by its whole name. */
const isNamed = ({ tools: patterns, resources: uris, prompts: names }: Target): boolean =>
  some(patterns) && patterns.length > 1 && patterns.every(isExact) && !some(uris) && !some(names);
const lastNameOf = (name: string): Expr => entity('ToolName', lastPart(plainName(name)));

/** Exact methods alone can be told by the scope. */
function actionScope(methods: readonly string[] | undefined): ActionScope {
  if (!some(methods) || !methods.every(isExact)) return ALL;
  const entities = methods.map((method) => uid('Action', method));
  return { op: 'in', entities };
}

/** One exact tool and nothing else. */
function resourceScope({ tools: patterns, resources: uris, prompts: names }: Target, is_grant: boolean): PrincipalOrResource {
  const [only, more] = patterns ?? [];
  if (only === undefined || more !== undefined || !isExact(only) || some(uris) || some(names)) return ALL;
  if (!is_grant) return { op: 'in', entity: uid('ToolName', lastPart(plainName(only))) };
  return { op: isQualified(only) ? '==' : 'in', entity: uid('Tool', only) };
}
