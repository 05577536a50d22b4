/** `context.input`: the arguments of a registered tool as values of the types that its manifest was given (`manifest.ts`). */
import { isObject } from '../../mcp/check.ts';
import { parseDatetime } from './datetime.ts';
import { parseDecimal } from './decimal.ts';
import type { CedarEntity } from './environment.ts';
import { parseIp } from './ip.ts';
import { mcp } from './names.ts';
import type { EntityTypeJson, TypeJson } from './schema.ts';
import { record, setMember, type CedarValue, type RecordValue } from './value.ts';

/** Plain data, made when a manifest is registered. Keyed by names of actions and of types, without the namespace. */
export type InputTypes = {
  actions: { [action: string]: TypeJson };
  common: { [name: string]: TypeJson };
  entities: { [name: string]: EntityTypeJson };
};
export const NO_TYPES: InputTypes = { actions: {}, common: {}, entities: {} };

/** Values within each other that are looked at; types of manifests may refer to themselves. */
const DEPTH_MAX = 32;
/** Values of one call. */
const VALUES_MAX = 2_000;

type Reader = { types: InputTypes; entities: CedarEntity[]; left: number };

/**
 * All or nothing: were one argument left out that does not fit its type, `context.input has price` would be false, and the restriction
 * behind it would say nothing. What the types do not name is passed over.
 * @returns also entities for objects with members of any name, whose tags these are; null where anything does not fit
 */
export function inputOf(args: unknown, action: string, types: InputTypes): { value: RecordValue; entities: CedarEntity[] } | null {
  const reader: Reader = { types, entities: [], left: VALUES_MAX };
  const value = valueOf(args === undefined ? {} : args, types.actions[action]!, reader, 0);
  const is_record = typeof value === 'object' && !Array.isArray(value) && value.kind === 'record';
  return is_record ? { value, entities: reader.entities } : null;
}

/** Without its namespace. */
export const localName = (name: string): string => name.slice(name.lastIndexOf(':') + 1);
const own = <T>(table: { [name: string]: T }, name: string): T | undefined => (Object.hasOwn(table, name) ? table[name] : undefined);

function valueOf(json: unknown, type: TypeJson, reader: Reader, depth: number): CedarValue | undefined {
  if (depth > DEPTH_MAX || --reader.left < 0) return undefined;
  if (type.type === 'Record' && 'attributes' in type) return recordOf(json, type.attributes, reader, depth);
  if (type.type === 'Set' && 'element' in type) {
    if (!Array.isArray(json)) return undefined;
    const members = json.map((member) => valueOf(member, type.element, reader, depth + 1));
    return members.every((member) => member !== undefined) ? members : undefined;
  }
  const name = localName('name' in type ? type.name : type.type);
  const common = own(reader.types.common, name);
  if (common) return valueOf(json, common, reader, depth + 1);
  const entityType = own(reader.types.entities, name);
  return entityType ? entityOf(json, name, entityType, reader, depth) : scalarOf(json, name);
}

function scalarOf(json: unknown, name: string): CedarValue | undefined {
  switch (name) {
    case 'String':
      return typeof json === 'string' ? json : undefined;
    case 'Boolean':
    case 'Bool':
      return typeof json === 'boolean' ? json : undefined;
    case 'Long':
      return typeof json === 'number' && Number.isSafeInteger(json) ? json + 0 : undefined;
    case 'decimal':
      return typeof json === 'number' && Number(json.toFixed(4)) === json ? (parseDecimal(json.toFixed(4)) ?? undefined) : undefined;
    case 'datetime':
      return typeof json === 'string' ? datetimeOf(json) : undefined;
    case 'ipaddr':
      return typeof json === 'string' ? (parseIp(json) ?? undefined) : undefined;
    default:
      return undefined;
  }
}

/** RFC 3339, whose offsets have a colon and whose fractions any digits; Cedar's own spelling has neither. */
const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/;

function datetimeOf(text: string): CedarValue | undefined {
  const value = RFC_3339.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(value) ? (parseDatetime(text) ?? undefined) : { kind: 'datetime', value };
}

type Attributes = { [name: string]: TypeJson & { required?: boolean } };

/** Of several types the manifest makes `typeChoice0`, `typeChoice1`, …: those that the value fits are there, and one must be. */
function recordOf(json: unknown, attributes: Attributes, reader: Reader, depth: number): CedarValue | undefined {
  const names = Object.keys(attributes);
  if (names.length > 0 && names.every((name, i) => name === `typeChoice${i}`)) {
    const fitting = names.map((name) => [name, valueOf(json, attributes[name]!, reader, depth + 1)] as const);
    return fitting.some(([, value]) => value !== undefined) ? record(Object.fromEntries(fitting)) : undefined;
  }
  if (!isObject(json)) return undefined;
  const members: { [name: string]: CedarValue } = {};
  for (const name of names) {
    const type = attributes[name]!;
    const member = own(json, name);
    if (member === undefined && type.required === false) continue;
    const value = member === undefined ? undefined : valueOf(member, type, reader, depth + 1);
    if (value === undefined) return undefined;
    setMember(members, name, value);
  }
  return { kind: 'record', of: members };
}

function entityOf(json: unknown, name: string, type: EntityTypeJson, reader: Reader, depth: number): CedarValue | undefined {
  if ('enum' in type) return typeof json === 'string' && type.enum.includes(json) ? mcp(name, json) : undefined;
  if (!type.tags) return name !== 'Null' || json === null ? mcp(name, '') : undefined;
  if (!isObject(json)) return undefined;
  const tags: RecordValue['of'] = {};
  for (const [key, member] of Object.entries(json)) {
    const value = valueOf(member, type.tags, reader, depth + 1);
    if (value === undefined) return undefined;
    setMember(tags, key, value);
  }
  const uid = mcp(name, String(reader.entities.length));
  reader.entities.push({ uid, attrs: {}, parents: [], tags });
  return uid;
}
