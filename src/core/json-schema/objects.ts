/** Keywords for the members of an object (JSON Schema 2020-12 Core, 10.2.2.4, 10.3.2, 11.3; Validation, 6.5). */
import type { Step } from '../pointer.ts';
import type { Compiler, Keyword, Maker, Site } from './compile.ts';
import { isObject } from './document.ts';
import type { Pattern } from './pattern.ts';
import { apply, fail, goesOn, namesOf, spend, type Check, type Node, type Run, type Seen } from './run.ts';

/** Schema words shown in a detail are cut here. */
const NAME_CHARS_MAX = 64;
const shown = (name: string): string => JSON.stringify(name.length > NAME_CHARS_MAX ? `${name.slice(0, NAME_CHARS_MAX)}…` : name);

const isStrings = (value: unknown): value is string[] => Array.isArray(value) && value.every((v) => typeof v === 'string');

const makeRequired: Maker = (names) => {
  if (typeof names === 'boolean') return null; // draft 3
  return isStrings(names) ? requires(new Set(names), 'required') : 'invalid';
};

function requires(names: ReadonlySet<string>, keyword: string): Check {
  return (run, value, at) => {
    if (!isObject(value) || !spend(run, names.size >> 2)) return true;
    let ok = true;
    for (const name of names) {
      if (Object.hasOwn(value, name)) continue;
      ok = fail(run, at, keyword, `The property ${shown(name)} is missing`) && ok;
      if (!goesOn(run, ok)) break;
    }
    return ok;
  };
}

/** `properties`, `patternProperties` and `additionalProperties` are read together, by the first of them that is there. */
const makeMembers =
  (keyword: string): Maker =>
  (_value, site, compiler) => {
    const first = ['properties', 'patternProperties', 'additionalProperties'].find((name) => Object.hasOwn(site.schema, name));
    if (first !== keyword) return isMembersValue(keyword, site) ? null : 'invalid';
    const properties = readProperties(site, compiler);
    const patterns = readPatterns(site, compiler);
    const { additionalProperties } = site.schema;
    const additional = additionalProperties === undefined ? null : compiler.child(site, additionalProperties, 'additionalProperties');
    const check = patterns.length > 0 || additional ? byMember(properties, patterns, additional) : byProperty(properties);
    // Only a wrong type of the keyword itself is its own fault; the others report when their turn comes.
    if (!isMembersValue(keyword, site)) compiler.problem('invalid_schema', site, keyword);
    return check;
  };

const isMembersValue = (keyword: string, site: Site): boolean => keyword === 'additionalProperties' || isObject(site.schema[keyword]);

function readProperties(site: Site, compiler: Compiler): Map<string, Node> {
  const { properties } = site.schema;
  const nodes = new Map<string, Node>();
  if (isObject(properties)) {
    for (const [name, schema] of Object.entries(properties)) nodes.set(name, compiler.child(site, schema, 'properties', name));
  }
  return nodes;
}

type PatternNode = { pattern: Pattern | null; node: Node };

function readPatterns(site: Site, compiler: Compiler): PatternNode[] {
  const { patternProperties } = site.schema;
  if (!isObject(patternProperties)) return [];
  return Object.entries(patternProperties).map(([source, schema]) => ({
    pattern: compiler.pattern(source, site, 'patternProperties', source),
    node: compiler.child(site, schema, 'patternProperties', source),
  }));
}

const byProperty =
  (properties: ReadonlyMap<string, Node>): Check =>
  (run, value, at, seen) => {
    if (!isObject(value) || !spend(run, properties.size >> 2)) return true;
    let ok = true;
    for (const [name, node] of properties) {
      if (!Object.hasOwn(value, name)) continue;
      seen?.properties.add(name);
      if (!apply(node, run, value[name], { key: name, up: at }, null, 'properties')) ok = false;
      if (!goesOn(run, ok)) break;
    }
    return ok;
  };

const byMember =
  (properties: ReadonlyMap<string, Node>, patterns: readonly PatternNode[], additional: Node | null): Check =>
  (run, value, at, seen) => {
    if (!isObject(value)) return true;
    let ok = true;
    // A pattern that cannot be run may match any name, so nothing is known to be additional.
    const isOpen = patterns.some((p) => !p.pattern);
    for (const name of namesOf(run, value)) {
      if (!spend(run, 1)) return ok;
      const place: Step = { key: name, up: at };
      const node = properties.get(name);
      let isKnown = node !== undefined || isOpen;
      if (node && !apply(node, run, value[name], place, null, 'properties')) ok = false;
      for (const { pattern, node: matched } of patterns) {
        if (!pattern || !spend(run, pattern.cost(name.length)) || !pattern.test(name)) continue;
        isKnown = true;
        if (!apply(matched, run, value[name], place, null, 'patternProperties')) ok = false;
      }
      if (!isKnown && additional && !apply(additional, run, value[name], place, null, 'additionalProperties')) ok = false;
      if (isKnown || additional) seen?.properties.add(name);
      if (!goesOn(run, ok)) break;
    }
    return ok;
  };

const makePropertyNames: Maker = (schema, site, compiler) => {
  const node = compiler.child(site, schema, 'propertyNames');
  return (run, value, at) => {
    if (!isObject(value)) return true;
    let ok = true;
    for (const name of namesOf(run, value)) {
      if (!apply(node, run, name, { key: name, up: at }, null, 'propertyNames')) ok = false;
      if (!goesOn(run, ok)) break;
    }
    return ok;
  };
};

type Dependent = { name: string; check: (run: Run, value: unknown, at: Step | null, seen: Seen | null) => boolean };

const makeDependent =
  (keyword: string, allowsNames: boolean, allowsSchemas: boolean): Maker =>
  (map, site, compiler) => {
    if (!isObject(map)) return 'invalid';
    const dependents: Dependent[] = [];
    for (const [name, wanted] of Object.entries(map)) {
      const names = keyword === 'dependencies' && typeof wanted === 'string' ? [wanted] : wanted;
      if (allowsNames && isStrings(names)) dependents.push({ name, check: requires(new Set(names), keyword) });
      else if (allowsSchemas && !Array.isArray(wanted)) {
        const node = compiler.child(site, wanted, keyword, name);
        dependents.push({ name, check: (run, value, at, seen) => apply(node, run, value, at, seen, keyword) });
      } else compiler.problem('invalid_schema', site, keyword, name);
    }
    return (run, value, at, seen) => {
      if (!isObject(value) || !spend(run, dependents.length >> 2)) return true;
      let ok = true;
      for (const { name, check } of dependents) {
        if (Object.hasOwn(value, name) && !check(run, value, at, seen)) ok = false;
        if (!goesOn(run, ok)) break;
      }
      return ok;
    };
  };

const makeUnevaluated: Maker = (schema, site, compiler) => {
  const node = compiler.child(site, schema, 'unevaluatedProperties');
  return (run, value, at, seen) => {
    if (!isObject(value) || !seen || seen.allProperties) return true;
    let ok = true;
    for (const name of namesOf(run, value)) {
      if (!spend(run, 1)) return ok;
      if (seen.properties.has(name)) continue;
      if (!apply(node, run, value[name], { key: name, up: at }, null, 'unevaluatedProperties')) ok = false;
      if (!goesOn(run, ok)) break;
    }
    seen.allProperties = true;
    return ok;
  };
};

export const OBJECTS: Record<string, Keyword> = {
  required: { make: makeRequired },
  properties: { make: makeMembers('properties') },
  patternProperties: { make: makeMembers('patternProperties') },
  additionalProperties: { make: makeMembers('additionalProperties') },
  propertyNames: { make: makePropertyNames },
  dependentRequired: { make: makeDependent('dependentRequired', true, false), isNew: true },
  dependentSchemas: { make: makeDependent('dependentSchemas', false, true), isNew: true },
  dependencies: { make: makeDependent('dependencies', true, true) },
  unevaluatedProperties: { make: makeUnevaluated, isLate: true, isNew: true },
};
