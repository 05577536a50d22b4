/**
 * Cedar's values at run time, as plain data: they cross threads by structured clone. A set is an array, whose doubles do not count.
 * Semantics: Cedar 4.13, `cedar-policy-core/src/ast/value.rs`.
 */

/** A 64-bit integer: a number while it is safe (`Number.isSafeInteger`), else a bigint. Every value has one form. */
export type Long = number | bigint;
/** `key` is what entities are looked up and told apart by. */
export type EntityValue = { kind: 'entity'; type: string; id: string; key: string };
export type RecordValue = { kind: 'record'; of: { [name: string]: CedarValue } };
/** One word of 32 bits for IPv4, four for IPv6. */
export type IpValue = { kind: 'ip'; words: number[]; prefix: number };
/** Ten-thousandths for `decimal`, ms since 1970 for `datetime`, ms for `duration`. */
export type ScalarValue = { kind: 'decimal' | 'datetime' | 'duration'; value: Long };
export type CedarValue = boolean | Long | string | CedarValue[] | EntityValue | RecordValue | IpValue | ScalarValue;

/** Why a policy could not be evaluated. Made without a stack: a hostile request must not make us take thousands. */
export class EvaluationError extends Error {}
export function fail(message: string): never {
  const error = Object.create(EvaluationError.prototype) as EvaluationError;
  Object.defineProperty(error, 'message', { value: message });
  throw error;
}

/** No type name has a quotation mark in it, so the first one ends the type. */
export const keyOfUid = (type: string, id: string): string => `${type}::"${id}"`;
export const entity = (type: string, id: string): EntityValue => ({ kind: 'entity', type, id, key: keyOfUid(type, id) });

/** `__proto__` is a name like any other; read with `readerOf` or `ownMember`. */
export function setMember(of: RecordValue['of'], name: string, value: CedarValue): void {
  if (name === '__proto__') Object.defineProperty(of, name, { value, enumerable: true, configurable: true, writable: true });
  else of[name] = value;
}

/** Members that are undefined are left out. */
export function record(members: { [name: string]: CedarValue | undefined }): RecordValue {
  const of: RecordValue['of'] = {};
  for (const name of Object.keys(members)) {
    const value = members[name];
    if (value !== undefined) setMember(of, name, value);
  }
  return { kind: 'record', of };
}

export function nameOfType(value: CedarValue): string {
  if (typeof value === 'object')
    return Array.isArray(value) ? 'set' : value.kind === 'entity' ? `entity of type ${value.type}` : value.kind;
  return typeof value === 'boolean' ? 'bool' : typeof value === 'string' ? 'string' : 'long';
}

/** Values of different types are not equal; nothing is an error. */
export function equals(a: CedarValue, b: CedarValue): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && isSubset(a, b) && isSubset(b, a);
  switch (a.kind) {
    case 'entity':
      return b.kind === 'entity' && a.key === b.key;
    case 'record':
      return b.kind === 'record' && sameMembers(a.of, b.of);
    case 'ip':
      return b.kind === 'ip' && a.prefix === b.prefix && a.words.length === b.words.length && a.words.every((w, i) => w === b.words[i]);
    default:
      return a.kind === b.kind && a.value === b.value;
  }
}

function sameMembers(a: RecordValue['of'], b: RecordValue['of']): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && equals(a[name]!, b[name]!));
}

/** Pairs that are compared one by one; above that members are looked up by their keys, so that time stays linear. */
const PAIRS_MAX = 256;

export const includes = (set: readonly CedarValue[], value: CedarValue): boolean =>
  typeof value === 'object' ? set.some((member) => equals(member, value)) : set.includes(value);

export function isSubset(inner: readonly CedarValue[], outer: readonly CedarValue[]): boolean {
  if (inner.length * outer.length <= PAIRS_MAX) return inner.every((member) => includes(outer, member));
  const keys = new Set(outer.map(keyOf));
  return inner.every((member) => keys.has(keyOf(member)));
}

export function intersects(a: readonly CedarValue[], b: readonly CedarValue[]): boolean {
  if (a.length * b.length <= PAIRS_MAX) return a.some((member) => includes(b, member));
  const keys = new Set(b.map(keyOf));
  return a.some((member) => keys.has(keyOf(member)));
}

const sized = (key: string): string => `${key.length}:${key}`;

/** Equal values have equal keys, others have not: parts are preceded by their length. */
export function keyOf(value: CedarValue): string {
  if (typeof value !== 'object') return `${nameOfType(value)} ${value}`;
  if (Array.isArray(value)) return `set ${[...new Set(value.map(keyOf))].sort().map(sized).join('')}`;
  if (value.kind === 'entity') return `entity ${value.key}`;
  if (value.kind === 'ip') return `ip ${value.words.join('.')}/${value.prefix}`;
  if (value.kind !== 'record') return `${value.kind} ${value.value}`;
  const names = Object.keys(value.of).sort();
  return `record ${names.map((name) => sized(name) + sized(keyOf(value.of[name]!))).join('')}`;
}
