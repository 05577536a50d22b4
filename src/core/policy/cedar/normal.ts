/** One meaning for both ways of naming things (docs: `policy.md` 3): what is written with `==` may stand for a group. */
import type { ActionScope, CedarValueJson, EntityUid, Expr, PolicyJson, PrincipalOrResource } from './policy-json.ts';
import { NAMESPACE, TOOL_CALL } from './names.ts';

type Uid = EntityUid | { __entity: EntityUid };
const uidOf = (uid: Uid): EntityUid => ('__entity' in uid ? uid.__entity : uid);

/**
 * `tools/call` is the group of all tools' actions, and `Tool::"create_issue"` that of every server's tool of this name: to be equal to one is to
 * be in it. A name with a slash is in full already; only a forbid takes it for a bare name as well, for a bare name with a slash in it must not
 * be granted what was meant for another server's tool.
 */
function isGroup(uid: EntityUid, effect: PolicyJson['effect'] | null): boolean {
  if (uid.type === `${NAMESPACE}::Action`) return uid.id === TOOL_CALL;
  return (uid.type === `${NAMESPACE}::Tool` || uid.type === `${NAMESPACE}::Prompt`) && (effect === 'forbid' || !uid.id.includes('/'));
}

/** A name in full is no group, though a bare name with a slash in it may be the same. */
const isFull = (uid: EntityUid): boolean =>
  (uid.type === `${NAMESPACE}::Tool` || uid.type === `${NAMESPACE}::Prompt`) && uid.id.includes('/');

function scope<S extends PrincipalOrResource | ActionScope>(of: S, effect: PolicyJson['effect']): S {
  if (of.op === '==') return isGroup(uidOf(of.entity), effect) ? { ...of, op: 'in' } : of;
  return of.op === 'in' && 'entity' in of && isFull(uidOf(of.entity)) && effect === 'permit' ? { ...of, op: '==' } : of;
}

const literalOf = (expr: Expr): EntityUid | null => {
  const json: CedarValueJson | null = 'Value' in expr ? expr.Value : null;
  return typeof json === 'object' && json !== null && '__entity' in json ? (json.__entity as EntityUid) : null;
};

/** Recursive over what `compilePolicy` has taken: no deeper than `EXPRESSION_DEPTH_MAX`, chains aside. */
function body(expr: Expr): Expr {
  const [name, node] = Object.entries(expr)[0] as [string, never];
  if (name === 'Value' || name === 'Var') return expr;
  if (name === '==' || name === '!=') {
    const { left, right } = node as { left: Expr; right: Expr };
    const [group, member] = 'Var' in right ? [literalOf(left), right] : [literalOf(right), left];
    if (group && 'Var' in member && isGroup(group, null)) {
      const within: Expr = { in: { left: member, right: { Value: { __entity: group } } } };
      return name === '==' ? within : { '!': { arg: within } };
    }
  }
  if (name === 'in') {
    const { left, right } = node as { left: Expr; right: Expr };
    return membershipIn(left, right);
  }
  if (name === 'contains') {
    const { left, right } = node as { left: Expr; right: Expr };
    if ('Set' in left && 'Var' in right) return membership(left.Set, right);
  }
  return { [name]: inside(node) } as Expr;
}

/** In a name in full is only what is called so. */
function membershipIn(member: Expr, group: Expr): Expr {
  const items = 'Set' in group ? group.Set : [group];
  const full = items.filter((item) => isFull(literalOf(item) ?? NONE));
  const left = body(member);
  if (!full.length) return { in: { left, right: group } };
  const equal: Expr = { contains: { left: { Set: full }, right: left } };
  const rest = items.filter((item) => !full.includes(item));
  return rest.length ? { '||': { left: equal, right: { in: { left, right: { Set: rest } } } } } : equal;
}
const NONE: EntityUid = { type: '', id: '' };

const standsForGroup = (item: Expr): boolean => {
  const uid = literalOf(item);
  return uid !== null && isGroup(uid, null);
};

/** `[Tool::"a", Tool::"s/b"].contains(resource)`: groups are asked for what is in them, the rest as they are. */
function membership(items: Expr[], member: Expr): Expr {
  const groups = items.filter(standsForGroup);
  const rest = items.filter((item) => !standsForGroup(item)).map(body);
  const contains: Expr = { contains: { left: { Set: rest }, right: member } };
  return groups.length ? { '||': { left: contains, right: { in: { left: member, right: { Set: groups } } } } } : contains;
}

const isExpr = (value: object): value is Expr => !Array.isArray(value) && Object.keys(value).length === 1;

/** Members of a form that are expressions; names, patterns and types are strings or lists of them. */
function inside(node: unknown): unknown {
  if (Array.isArray(node))
    return node.map((item: unknown) => (typeof item === 'object' && item !== null && isExpr(item) ? body(item) : item));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, member]: [string, unknown]) => [
      key,
      key !== 'pattern' && typeof member === 'object' && member !== null && isExpr(member) ? body(member) : member,
    ]),
  );
}

export const normalPolicy = (policy: PolicyJson): PolicyJson => ({
  ...policy,
  action: scope(policy.action, policy.effect),
  resource: scope(policy.resource, policy.effect),
  conditions: policy.conditions.map((condition) => ({ ...condition, body: body(condition.body) })),
});
