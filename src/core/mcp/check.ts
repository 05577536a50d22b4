import { isFull, nameFor, report, type FaultSink } from './fault.ts';
import { isUnknownReserved } from './meta.ts';
import type { Field, Primitive, Shape } from './shape.ts';
import type { JsonObject } from '../submission.ts';

export type CheckRules = { rule: string; threat: string; /** The peer states the revision: `~` members are demanded. */ stated: boolean };

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

const NEEDED: Record<Primitive, string> = {
  any: 'present',
  null: 'null',
  string: 'a string',
  number: 'a number',
  integer: 'an integer',
  count: 'an integer of zero or more',
  fraction: 'a number from 0 to 1',
  boolean: 'a boolean',
  object: 'an object',
  id: 'a string or an integer',
  'file-uri': 'a file:// URI',
  'form-value': 'a string, a number, a boolean or a list of strings',
  'json-schema': 'a JSON Schema',
};

const isStrings = (value: unknown): boolean => Array.isArray(value) && value.every((item) => typeof item === 'string');

function fits(primitive: Primitive, value: unknown): boolean {
  switch (primitive) {
    case 'any':
      return value !== undefined;
    case 'string':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'object':
      return isObject(value);
    case 'number':
      return typeof value === 'number';
    case 'integer':
      return Number.isInteger(value);
    case 'count':
      return Number.isInteger(value) && Number(value) >= 0;
    case 'fraction':
      return typeof value === 'number' && value >= 0 && value <= 1;
    case 'id':
      return typeof value === 'string' || Number.isSafeInteger(value);
    case 'file-uri':
      return typeof value === 'string' && value.startsWith('file://');
    case 'form-value':
      return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || isStrings(value);
    case 'json-schema':
      return typeof value === 'boolean' || isObject(value);
    case 'null':
      return value === null;
  }
}

const say = (sink: FaultSink, rules: CheckRules, what: string): void =>
  report(sink, rules.rule, rules.threat, `${nameFor(sink.path.at(-1))} must be ${what}.`);

/**
 * Reports at the sink's place what in `value` does not have the shape. Linear in the size of the value; recursion is as deep as the shape,
 * never as the value. Stops when the sink is full. Members that the shape does not name are let pass: MCP objects are open.
 */
export function check(shape: Shape, value: unknown, sink: FaultSink, rules: CheckRules): void {
  if (typeof shape === 'string') {
    if (!fits(shape, value)) say(sink, rules, NEEDED[shape]);
    return;
  }
  switch (shape.kind) {
    case 'fields':
      if (!isObject(value)) return say(sink, rules, 'an object');
      checkFields(shape.fields, value, sink, rules);
      if (shape.reserved) checkReserved(value, sink);
      return;
    case 'list':
      if (!Array.isArray(value)) return say(sink, rules, 'a list');
      if (value.length > shape.items_max) return say(sink, rules, `a list of at most ${shape.items_max} items`);
      for (let i = 0; i < value.length && !isFull(sink); i++) descend(shape.of, i, value[i], sink, rules);
      return;
    case 'map':
      if (!isObject(value)) return say(sink, rules, 'an object');
      for (const key in value) {
        if (isFull(sink)) return;
        descend(shape.of, key, value[key], sink, rules);
      }
      return;
    case 'literal':
      if (typeof value !== 'string' || !shape.values.includes(value)) say(sink, rules, alternatives(shape.values));
      return;
    case 'one-or-many':
      if (!Array.isArray(value)) return check(shape.of, value, sink, rules);
      for (let i = 0; i < value.length && !isFull(sink); i++) descend(shape.of, i, value[i], sink, rules);
      return;
    case 'nullable':
      if (value !== null) check(shape.of, value, sink, rules);
      return;
    case 'some-of':
      check(shape.of, value, sink, rules);
      if (isObject(value) && shape.names.every((name) => value[name] === undefined)) {
        report(sink, rules.rule, rules.threat, `${nameFor(sink.path.at(-1))} must have ${alternatives(shape.names)}.`);
      }
      return;
    case 'tagged': {
      if (!isObject(value)) return say(sink, rules, 'an object');
      const tag = value[shape.tag];
      const found = tag === undefined ? shape.untagged : typeof tag === 'string' ? shape.cases.get(tag) : null;
      if (found) return check(found, value, sink, rules);
      return report(sink, rules.rule, rules.threat, `"${shape.tag}" must be ${alternatives([...shape.cases.keys()])} here.`, shape.tag);
    }
    case 'has':
      return check(isObject(value) && value[shape.field] !== undefined ? shape.yes : shape.no, value, sink, rules);
    case 'lenient':
      return check(shape.of, value, sink, { ...rules, stated: false });
    case 'rule':
      return check(shape.of, value, sink, { rule: shape.rule, threat: shape.threat, stated: rules.stated });
  }
}

function descend(shape: Shape, key: string | number, value: unknown, sink: FaultSink, rules: CheckRules): void {
  if (typeof shape === 'string' && fits(shape, value)) return;
  sink.path.push(key);
  check(shape, value, sink, rules);
  sink.path.pop();
}

function checkFields(wanted: readonly Field[], value: JsonObject, sink: FaultSink, rules: CheckRules): void {
  for (const field of wanted) {
    const member = value[field.name];
    if (member !== undefined) descend(field.shape, field.name, member, sink, rules);
    else if (field.need === 'always' || (field.need === 'stated' && rules.stated)) {
      report(sink, rules.rule, rules.threat, `${nameFor(field.name)} is missing.`, field.name);
    }
    if (isFull(sink)) return;
  }
}

function checkReserved(meta: JsonObject, sink: FaultSink): void {
  for (const key in meta) {
    if (isFull(sink)) return;
    if (isUnknownReserved(key)) {
      report(sink, 'protocol.reserved-meta', 'P07', 'This _meta key has a prefix that MCP reserves, and MCP defines no such key.', key);
    }
  }
}

const alternatives = (names: readonly string[]): string =>
  names.length === 1 ? `"${names[0]}"` : `one of ${names.map((name) => `"${name}"`).join(', ')}`;
