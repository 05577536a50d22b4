/** What policies look at, so that only that is computed: a walk over their JSON form. */
import { NO_NEEDS, type FactNeeds } from '../facts.ts';
import { ACTION_SEPARATOR, NAMESPACE, zoneAttribute } from './names.ts';
import type { Expr, PolicyJson } from './policy-json.ts';

export type References = {
  /** Paths below `context`, such as `clock.Europe_Berlin.hour`; `has` counts. */
  context: Set<string>;
  /** Literals that `context.net.lists` is asked for. */
  ip_lists: Set<string>;
  /** Actions `server___tool`. */
  tool_actions: Set<string>;
  /** Ids of `ToolGroup`s. */
  tool_groups: Set<string>;
  principal: boolean;
  /** What the caller alone can say: which agent acts, in which session. */
  said: boolean;
};

const isObject = (value: unknown): value is { [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The attributes that lead from `context` to an expression; null for any other. */
function pathOf(expr: unknown): string[] | null {
  if (!isObject(expr)) return null;
  if (expr.Var === 'context') return [];
  const dot = expr['.'];
  if (!isObject(dot) || typeof dot.attr !== 'string') return null;
  const above = pathOf(dot.left);
  return above && [...above, dot.attr];
}

const literalsOf = (expr: unknown): string[] => {
  if (!isObject(expr)) return [];
  if (typeof expr.Value === 'string') return [expr.Value];
  return Array.isArray(expr.Set) ? expr.Set.flatMap(literalsOf) : [];
};

/** An explicit stack: as deep as it is, it is no deeper than memory. */
export function referencesOf(policies: readonly PolicyJson[]): References {
  const found: References = {
    context: new Set(),
    ip_lists: new Set(),
    tool_actions: new Set(),
    tool_groups: new Set(),
    principal: false,
    said: false,
  };
  const open: unknown[] = [...policies];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (Array.isArray(next)) open.push(...next);
    if (!isObject(next)) continue;
    look(next, found);
    open.push(...Object.values(next).filter((member) => typeof member === 'object' && member !== null));
  }
  found.principal ||= policies.some(({ principal }) => principal.op !== 'All') || [...found.context].some(isPersonal);
  found.said = [...found.context].some(isSaid);
  return found;
}

const isSaid = (path: string): boolean => /^(?:caller$|caller\.(?:agent|session)|agent$|session$|session\.id)/.test(path);
/** Actions `server___tool`, in no particular order. */
export const actionsNamed = (policy: PolicyJson): string[] => [...referencesOf([policy]).tool_actions];

/** Tool groups, likewise. Looked for in everything that is in force: nothing else is looked at. */
export function groupsNamed({ principal, action, resource, conditions }: PolicyJson): string[] {
  const groups = new Set<string>();
  const open: unknown[] = [principal, action, resource, conditions];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    const { type, id } = next as { type?: unknown; id?: unknown };
    if (type === TOOL_GROUP && typeof id === 'string') groups.add(id);
    for (const name in next) {
      const member = (next as { [name: string]: unknown })[name];
      if (typeof member === 'object' && member !== null) open.push(member);
    }
  }
  return [...groups];
}
const TOOL_GROUP = `${NAMESPACE}::ToolGroup`;

const isPersonal = (path: string): boolean => /^(?:caller|agent|auth|session)(?:\.|$)/.test(path);

function look(node: { [key: string]: unknown }, found: References): void {
  if (node.Var === 'principal') found.principal = true;
  if (node.type === `${NAMESPACE}::Action` && typeof node.id === 'string' && node.id.includes(ACTION_SEPARATOR))
    found.tool_actions.add(node.id);
  if (node.type === `${NAMESPACE}::ToolGroup` && typeof node.id === 'string') found.tool_groups.add(node.id);
  const path = pathOf(node);
  if (path?.length) found.context.add(path.join('.'));
  const has = node.has;
  if (isObject(has)) {
    const below = pathOf(has.left);
    if (below) found.context.add([...below, ...[has.attr].flat()].join('.'));
  }
  for (const name of ['contains', 'containsAny', 'containsAll']) {
    const call = node[name];
    if (isObject(call) && pathOf(call.left)?.join('.') === 'net.lists') for (const list of literalsOf(call.right)) found.ip_lists.add(list);
  }
}

const ZONES: ReadonlyMap<string, string> = new Map(
  ['UTC', ...Intl.supportedValuesOf('timeZone')].map((zone): [string, string] => [zoneAttribute(zone), zone]),
);

export function needsOf({ context, ip_lists }: References): FactNeeds {
  const paths = [...context];
  const touches = (name: string): boolean => paths.some((path) => path === name || path.startsWith(`${name}.`));
  const zones = paths.filter((path) => path.startsWith('clock.')).map((path) => ZONES.get(path.split('.')[1]!));
  return {
    ...NO_NEEDS,
    clocks: [...new Set(zones.filter((zone) => zone !== undefined))].sort(),
    ip_lists: [...ip_lists].sort(),
    geo: touches('net.country') || touches('net.asn'),
    trust: touches('trust'),
    findings: touches('findings'),
  };
}

/** Whether an expression is about anything at all; for warnings on permits that grant everything. */
export const isUnscoped = ({ principal, action, resource, conditions }: PolicyJson): boolean =>
  principal.op === 'All' && action.op === 'All' && resource.op === 'All' && conditions.every(({ body }) => isTrue(body));
const isTrue = (expr: Expr): boolean => 'Value' in expr && expr.Value === true;
