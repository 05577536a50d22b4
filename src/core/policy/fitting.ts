/**
 * Policies that speak of what is not any more as it was when they were written: their calls are refused (`POLICY_ERROR`) until they are
 * written again, for evaluated as they stand they might let pass what they forbid.
 */
import { uid } from './cedar/build.ts';
import type { InputTypes } from './cedar/input.ts';
import { groupsNamed } from './cedar/references.ts';
import { unfitInputs, type UnfitInput } from './cedar/relied.ts';
import { inputTypeOf } from './cedar/type-graph.ts';
import type { OwnToolGroups } from './cedar/tool-groups.ts';
import type { StatedPolicy } from './access.ts';
import { isKnownGroup } from './registered.ts';
import type { Statement } from './statement.ts';
import { atOnce, type InPieces } from '../in-pieces.ts';

/** `types` of at least the actions that the policies rely on. */
export type Tools = { types: InputTypes; tool_groups: OwnToolGroups };

/** What of a policy can come to be unfit. `open`: statements that it can be found in. */
type Reliance = { actions: readonly string[]; open: readonly { statement: Statement; groups: readonly string[] }[] };
/** By policy: what is in force is held against the tools again whenever anything changes, and most of it relies on none. */
const reliances = new WeakMap<StatedPolicy, Reliance>();

function relianceOf(policy: StatedPolicy): Reliance {
  const known = reliances.get(policy);
  if (known) return known;
  const actions = new Set<string>();
  const open: { statement: Statement; groups: readonly string[] }[] = [];
  for (const statement of policy.statements) {
    const { inputs, cedar } = statement;
    for (const action in inputs) actions.add(action);
    const groups = cedar.effect === 'forbid' ? groupsNamed(cedar) : [];
    if (inputs || groups.length) open.push({ statement, groups });
  }
  const made = { actions: [...actions], open };
  reliances.set(policy, made);
  return made;
}

/** In pieces, a policy each: actions of whose typed arguments policies make something. */
export function* relying(policies: readonly StatedPolicy[]): InPieces<string[]> {
  const actions = new Set<string>();
  for (const policy of policies) {
    for (const action of relianceOf(policy).actions) actions.add(action);
    yield;
  }
  return [...actions];
}
/** The same, at once. */
export const actionsRelied = (policies: readonly StatedPolicy[]): string[] => atOnce(relying(policies));

/** Each once. */
export function unfitOf({ statements }: StatedPolicy, types: InputTypes): UnfitInput[] {
  const found = statements.flatMap(({ inputs }) => (inputs ? unfitInputs(inputs, types) : []));
  return [...new Map(found.map((one) => [`${one.action} ${one.path}`, one])).values()];
}

/** The last answer for each list: what is compiled from it (`access.ts`) goes by the list itself. */
const known = new WeakMap<readonly StatedPolicy[], { key: string; fitted: readonly StatedPolicy[] }>();

/** In pieces, a policy or an action each. The same list, and in it the same policies, where all of it fits. */
export function* fittingIn<P extends StatedPolicy>(policies: readonly P[], tools: Tools): InPieces<readonly P[]> {
  const actions = yield* relying(policies);
  const types: [string, string | null][] = [];
  for (const action of actions) {
    types.push([action, inputTypeOf(action, tools.types)]);
    yield;
  }
  const key = JSON.stringify([types, Object.keys(tools.tool_groups).sort()]);
  const before = known.get(policies);
  if (before?.key === key) return before.fitted as readonly P[];
  const fitted: P[] = [];
  for (const policy of policies) {
    const guards = relianceOf(policy).open.flatMap((one) => guardsOf(one, tools));
    fitted.push(guards.length ? { ...policy, statements: [...policy.statements, ...guards] } : policy);
    yield;
  }
  const whole = fitted.some((policy, i) => policy !== policies[i]) ? fitted : policies;
  known.set(policies, { key, fitted: whole });
  return whole;
}
/** The same, at once. */
export const fitting = <P extends StatedPolicy>(policies: readonly P[], tools: Tools): readonly P[] => atOnce(fittingIn(policies, tools));

function guardsOf({ statement, groups }: Reliance['open'][number], { types, tool_groups }: Tools): Statement[] {
  const { inputs, cedar } = statement;
  const guards: Statement[] = [];
  const unfit = inputs ? unfitInputs(inputs, types) : [];
  if (unfit.length) {
    const entities = [...new Set(unfit.map(({ action }) => action))].map((action) => uid('Action', action));
    guards.push(
      guard(statement, 'input', { ...cedar, action: { op: 'in', entities } }, `It was written for other arguments of this tool.`),
    );
  }
  const unknown = groups.find((name) => !isKnownGroup(name, tool_groups));
  if (unknown !== undefined) {
    const is_open = cedar.resource.op === 'All' || groupsNamed({ ...cedar, conditions: [] }).length > 0;
    const resource = is_open ? ({ op: 'is', entity_type: 'Mcp::Tool' } as const) : cedar.resource;
    guards.push(guard(statement, 'group', { ...cedar, resource }, `It names a tool group that there is not: ${unknown}`));
  }
  return guards;
}

const guard = ({ id }: Statement, kind: string, cedar: Statement['cedar'], message: string): Statement => ({
  id: `${id}~${kind}`,
  lane: 'access',
  cedar: { ...cedar, effect: 'forbid', conditions: [] },
  code: 'POLICY_ERROR',
  message: `A policy cannot be applied to this call. ${message}`,
  severity: 'high',
  obligations: [],
  is_personal: false,
});
