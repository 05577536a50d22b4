/** What closures read: one request, its entities, and who is whose ancestor. */
import { fail, nameOfType, type CedarValue, type EntityValue, type RecordValue } from './value.ts';

export type Members = RecordValue['of'];
/** `parents` may name entities that are not in the request: they then have no parents of their own. */
export type CedarEntity = { uid: EntityValue; attrs: Members; parents: EntityValue[]; tags: Members };

/** Plain data, fit for structured clone; JSON too while no `Long` in it is a bigint. */
export type CedarRequest = {
  principal: EntityValue;
  action: EntityValue;
  resource: EntityValue;
  context: RecordValue;
  /** By `EntityValue.key`. */
  entities: { [key: string]: CedarEntity };
  /** The tool's arguments are typed and these do not fit: not even whether there is a `context.input` may be asked. */
  is_input_unfit?: true;
};

export type Dimension = 'principal' | 'action' | 'resource';

/** A request while it is evaluated. */
export type Environment = Omit<CedarRequest, 'is_input_unfit'> & {
  /** As `is_input_unfit`. */
  is_unfit: boolean;
  /** Of what the request names, found once; undefined when there is no such entity. */
  attrs: Record<Dimension, Members | undefined>;
  above: Record<Dimension, ReadonlySet<string> | null>;
  ancestors: Map<string, ReadonlySet<string>>;
};

export function environmentOf({ principal, action, resource, context, entities, is_input_unfit }: CedarRequest): Environment {
  return {
    principal,
    action,
    resource,
    context,
    entities,
    is_unfit: is_input_unfit === true,
    attrs: {
      principal: entities[principal.key]?.attrs,
      action: entities[action.key]?.attrs,
      resource: entities[resource.key]?.attrs,
    },
    above: { principal: null, action: null, resource: null },
    ancestors: new Map(),
  };
}

/** Keys of everything above what the request names. */
export const aboveOf = (env: Environment, dimension: Dimension): ReadonlySet<string> =>
  (env.above[dimension] ??= ancestorsOf(env, env[dimension].key));

/** Keys of everything above an entity. A cycle, which Cedar refuses, ends here like any other way up. */
export function ancestorsOf({ entities, ancestors }: Environment, key: string): ReadonlySet<string> {
  const known = ancestors.get(key);
  if (known) return known;
  const above = new Set<string>();
  const open = [key];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const parent of entities[next]?.parents ?? []) {
      if (above.has(parent.key)) continue;
      above.add(parent.key);
      open.push(parent.key);
    }
  }
  ancestors.set(key, above);
  return above;
}

export const isWithin = (env: Environment, key: string, ancestor: string): boolean =>
  key === ancestor || ancestorsOf(env, key).has(ancestor);

/** Of a record, or the attributes of an entity; undefined when there is no such entity. */
export function membersOf(value: CedarValue, { entities }: Environment): Members | undefined {
  if (typeof value === 'object' && !Array.isArray(value)) {
    if (value.kind === 'record') return value.of;
    if (value.kind === 'entity') return entities[value.key]?.attrs;
  }
  return fail(`type error: expected record or entity, got ${nameOfType(value)}`);
}

/** Reads one member that is the value's own, whatever prototype the data has got on its way. */
export function readerOf(name: string): (members: Members) => CedarValue | undefined {
  if (name in Object.prototype) return (members) => (Object.hasOwn(members, name) ? members[name] : undefined);
  return (members) => members[name];
}

export const ownMember = (members: Members, name: string): CedarValue | undefined =>
  Object.hasOwn(members, name) ? members[name] : undefined;
