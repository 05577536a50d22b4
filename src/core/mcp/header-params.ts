/** `x-mcp-header`: arguments that a tool wants mirrored into `Mcp-Param-*` headers (2026-07-28, Streamable HTTP, "Custom Headers"). */
import type { JsonObject } from '../submission.ts';
import { isObject } from './check.ts';
import { DEPTH_MAX } from '../json.ts';
import { report, type FaultSink } from './fault.ts';
import { decodeValue } from './header-value.ts';

const KEYWORD = 'x-mcp-header';
/** Schemas within one tool schema that are looked into. */
export const SUBSCHEMAS_MAX = 10_000;
/** Keywords of JSON Schema whose values are schemas: one, a list of them, or a map of them. Everything else is data. */
const HOLDERS: ReadonlyMap<string, 'one' | 'map' | 'list' | 'one-or-list'> = new Map([
  ['properties', 'map'],
  ['patternProperties', 'map'],
  ['$defs', 'map'],
  ['definitions', 'map'],
  ['dependentSchemas', 'map'],
  ['items', 'one-or-list'],
  ['additionalProperties', 'one'],
  ['additionalItems', 'one'],
  ['unevaluatedItems', 'one'],
  ['unevaluatedProperties', 'one'],
  ['propertyNames', 'one'],
  ['contains', 'one'],
  ['not', 'one'],
  ['if', 'one'],
  ['then', 'one'],
  ['else', 'one'],
  ['allOf', 'list'],
  ['anyOf', 'list'],
  ['oneOf', 'list'],
  ['prefixItems', 'list'],
]);
const PRIMITIVES: readonly unknown[] = ['string', 'integer', 'boolean'];

/** An argument with its header. `path` leads from the arguments to it. */
export type MirroredParam = { header: string; path: readonly string[]; type: unknown };
type Visit = { schema: JsonObject; place: readonly string[]; path: readonly string[] | null };

/**
 * Every `x-mcp-header` in an input schema that is in order; faults of the others go to the sink, which stands at the schema.
 * Iterative; linear in the size of the schema, up to `SUBSCHEMAS_MAX` subschemas and as deep as JSON may be.
 */
export function mirroredParams(schema: JsonObject, at: FaultSink): MirroredParam[] {
  const found: MirroredParam[] = [];
  const names = new Set<string>();
  const stack: Visit[] = [{ schema, place: [], path: [] }];
  let seen = 0;
  for (let visit = stack.pop(); visit && seen < SUBSCHEMAS_MAX; visit = stack.pop()) {
    seen++;
    if (visit.schema[KEYWORD] !== undefined) {
      const header = visit.schema[KEYWORD];
      const problem = problemOf(header, visit, names);
      if (problem) report(at, 'protocol.x-mcp-header', 'M12', problem, ...visit.place, KEYWORD);
      else if (visit.path) found.push({ header: String(header), path: visit.path, type: visit.schema.type });
    }
    if (visit.place.length < DEPTH_MAX) pushSubschemas(visit, stack);
  }
  return found;
}

function problemOf(header: unknown, visit: Visit, names: Set<string>): string | null {
  if (typeof header !== 'string' || !isToken(header)) return 'x-mcp-header must be a header name: letters, digits and a few signs.';
  if (names.has(header.toLowerCase())) return 'Two arguments of the tool are mirrored into the same header.';
  names.add(header.toLowerCase());
  if (visit.path === null || visit.path.length === 0)
    return 'x-mcp-header may only stand on a property that is reached by "properties" alone.';
  if (!PRIMITIVES.includes(visit.schema.type)) return 'x-mcp-header may only stand on a string, an integer or a boolean.';
  return null;
}

function pushSubschemas({ schema, place, path }: Visit, stack: Visit[]): void {
  for (const keyword in schema) {
    const holder = HOLDERS.get(keyword);
    const value = holder && schema[keyword];
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      if (holder !== 'list' && holder !== 'one-or-list') continue;
      value.forEach((item, i) => {
        if (isObject(item)) stack.push({ schema: item, place: [...place, keyword, String(i)], path: null });
      });
    } else if (holder !== 'map') {
      if (isObject(value) && holder !== 'list') stack.push({ schema: value, place: [...place, keyword], path: null });
    } else {
      const leads = keyword === 'properties' ? path : null;
      for (const [key, item] of Object.entries(value)) {
        if (isObject(item)) stack.push({ schema: item, place: [...place, keyword, key], path: leads && [...leads, key] });
      }
    }
  }
}

/** RFC 9110, 5.6.2. */
const isToken = (text: string): boolean => /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(text);

/** Compares each mirrored argument with its header. `demanded`: a value without header is a fault. The sink stands at the headers. */
export function checkParamHeaders(
  schema: JsonObject,
  args: JsonObject,
  headers: ReadonlyMap<string, string>,
  demanded: boolean,
  at: FaultSink,
): void {
  const ignored: FaultSink = { faults: [], limit: 0, path: [] };
  for (const param of mirroredParams(schema, ignored)) {
    const name = `mcp-param-${param.header.toLowerCase()}`;
    const header = headers.get(name);
    const value = valueAt(args, param.path);
    if (header === undefined) {
      if (demanded && value !== undefined && value !== null) {
        report(at, 'protocol.header-missing', 'P01', 'An argument that the tool wants mirrored has no header.', name);
      }
      continue;
    }
    const text = decodeValue(header);
    if (text === null) report(at, 'protocol.header-encoding', 'P01', 'The header is not valid Base64 of UTF-8 text.', name);
    else if (!isSame(text, value)) report(at, 'protocol.header-mismatch', 'P01', 'The header is not the argument that it mirrors.', name);
  }
}

function valueAt(args: JsonObject, path: readonly string[]): unknown {
  let value: unknown = args;
  for (const key of path) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

/** Integers are compared as numbers: `42.0` is 42. */
function isSame(text: string, value: unknown): boolean {
  if (typeof value === 'string') return text === value;
  if (typeof value === 'boolean') return text === String(value);
  if (typeof value === 'number') return /^-?\d{1,20}(\.0{1,20})?$/.test(text) && Number(text) === value && Number.isSafeInteger(value);
  return false;
}
