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

/** `types` of at least the actions that the policies rely on. */
export type Tools = { types: InputTypes; tool_groups: OwnToolGroups };

/** Actions of whose typed arguments policies make something. */
export const actionsRelied = (policies: readonly StatedPolicy[]): string[] => [
  ...new Set(policies.flatMap(({ statements }) => statements.flatMap(({ inputs }) => Object.keys(inputs ?? {})))),
];

/** Each once. */
export function unfitOf({ statements }: StatedPolicy, types: InputTypes): UnfitInput[] {
  const found = statements.flatMap(({ inputs }) => (inputs ? unfitInputs(inputs, types) : []));
  return [...new Map(found.map((one) => [`${one.action} ${one.path}`, one])).values()];
}

/** The last answer for each list: what is compiled from it (`access.ts`) goes by the list itself. */
const known = new WeakMap<readonly StatedPolicy[], { key: string; fitted: readonly StatedPolicy[] }>();

const keyOf = (policies: readonly StatedPolicy[], { types, tool_groups }: Tools): string =>
  JSON.stringify([actionsRelied(policies).map((action) => [action, inputTypeOf(action, types)]), Object.keys(tool_groups).sort()]);

/** The same list, and in it the same policies, where all of it fits. */
export function fitting<P extends StatedPolicy>(policies: readonly P[], tools: Tools): readonly P[] {
  const key = keyOf(policies, tools);
  const before = known.get(policies);
  if (before?.key === key) return before.fitted as readonly P[];
  const fitted = guarded(policies, tools);
  known.set(policies, { key, fitted });
  return fitted;
}

function guarded<P extends StatedPolicy>(policies: readonly P[], tools: Tools): readonly P[] {
  const fitted = policies.map((policy): P => {
    const guards = policy.statements.flatMap((statement) => guardsOf(statement, tools));
    return guards.length ? { ...policy, statements: [...policy.statements, ...guards] } : policy;
  });
  return fitted.some((policy, i) => policy !== policies[i]) ? fitted : policies;
}

function guardsOf(statement: Statement, { types, tool_groups }: Tools): Statement[] {
  const { inputs, cedar } = statement;
  const guards: Statement[] = [];
  const unfit = inputs ? unfitInputs(inputs, types) : [];
  if (unfit.length) {
    const entities = [...new Set(unfit.map(({ action }) => action))].map((action) => uid('Action', action));
    guards.push(
      guard(statement, 'input', { ...cedar, action: { op: 'in', entities } }, `It was written for other arguments of this tool.`),
    );
  }
  const unknown = cedar.effect === 'forbid' ? groupsNamed(cedar).find((name) => !isKnownGroup(name, tool_groups)) : undefined;
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
