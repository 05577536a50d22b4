/** From a schema document to checks. Every subschema is compiled once; references are looked up inside the document only. */
import { pointerOf, type Step } from '../pointer.ts';
import { APPLICATORS } from './applicators.ts';
import { ARRAYS } from './arrays.ts';
import { ASSERTIONS } from './assertions.ts';
import { isObject, type SchemaDocument, type SchemaObject } from './document.ts';
import { OBJECTS } from './objects.ts';
import { compilePattern, type Pattern } from './pattern.ts';
import { REFERENCES } from './references.ts';
import { newRun, type Check, type Node, type Resource, type Run } from './run.ts';

/** Subschemas of one document. */
export const SCHEMA_NODES_MAX = 10_000;
/** Subschemas within each other. */
export const SCHEMA_DEPTH_MAX = 128;
/** Instructions of all patterns of one document together. */
export const PATTERNS_SIZE_MAX = 10_000;
/** Problems that one compilation lists. */
export const PROBLEMS_MAX = 20;

export type SchemaProblem = {
  /** RFC 6901, in the schema. */
  pointer: string;
  reason: 'network_ref' | 'unresolved_ref' | 'too_deep' | 'too_large' | 'bad_pattern' | 'invalid_schema';
};

/** One schema object while its keywords are read. */
export type Site = { schema: SchemaObject; resource: Resource; at: Step | null; depth: number };

/** Makes the check of one keyword; null when there is nothing to check, 'invalid' when its value has the wrong type. */
export type Maker = (value: unknown, site: Site, compiler: Compiler) => Check | null | 'invalid';
export type Keyword = { make: Maker; isLate?: boolean; isNew?: boolean };

/** In the order in which they run: cheap ones first, `unevaluated*` last. */
const KEYWORDS: ReadonlyMap<string, Keyword> = new Map([
  ...Object.entries(ASSERTIONS),
  ...Object.entries(OBJECTS),
  ...Object.entries(ARRAYS),
  ...Object.entries(REFERENCES),
  ...Object.entries(APPLICATORS),
]);

export class Compiler {
  readonly problems: SchemaProblem[] = [];
  readonly document: SchemaDocument;
  /** Pays for canonical forms of `enum` and `const`. */
  readonly run: Run = newRun();
  readonly #nodes = new Map<object, Node>();
  readonly #patterns = new Map<string, Pattern | null>();
  #count = 0;
  #patternsSize = 0;

  constructor(document: SchemaDocument) {
    this.document = document;
  }

  node(schema: unknown, resource: Resource, at: Step | null, depth: number): Node {
    const node: Node = { never: schema === false, checks: [], late: [], resource };
    if (typeof schema === 'boolean') return node;
    if (!isObject(schema)) return this.refuse(node, 'invalid_schema', at);
    const known = this.#nodes.get(schema);
    if (known) return known;
    const place = this.document.placeOf(schema) ?? { resource, at };
    node.resource = place.resource;
    this.#nodes.set(schema, node);
    if (depth > SCHEMA_DEPTH_MAX) return this.refuse(node, 'too_deep', place.at);
    if (++this.#count > SCHEMA_NODES_MAX) return this.refuse(node, 'too_large', place.at);
    this.#read(node, { schema, ...place, depth });
    return node;
  }

  /** Compiles the document: the root, and what `$dynamicRef` may choose at run time. */
  compile(schema: unknown): Node {
    const root = this.node(schema, this.document.root, null, 0);
    for (const target of this.document.dynamicTargets()) this.node(target, this.document.root, null, 0);
    return root;
  }

  /** The subschema under `keys` of this one. */
  child(site: Site, schema: unknown, ...keys: (string | number)[]): Node {
    let at = site.at;
    for (const key of keys) at = { key, up: at };
    return this.node(schema, site.resource, at, site.depth + 1);
  }

  pattern(source: string, site: Site, ...keys: string[]): Pattern | null {
    let pattern = this.#patterns.get(source);
    if (pattern === undefined) {
      pattern = this.#patternsSize < PATTERNS_SIZE_MAX ? compilePattern(source) : null;
      this.#patternsSize += pattern?.size ?? 10;
      this.#patterns.set(source, pattern);
    }
    if (!pattern) this.problem('bad_pattern', site, ...keys);
    return pattern;
  }

  problem(reason: SchemaProblem['reason'], site: Site, ...keys: string[]): void {
    let at = site.at;
    for (const key of keys) at = { key, up: at };
    this.#list(reason, at);
  }

  refuse(node: Node, reason: SchemaProblem['reason'], at: Step | null): Node {
    this.#list(reason, at);
    return node;
  }

  #list(reason: SchemaProblem['reason'], at: Step | null): void {
    if (this.problems.length < PROBLEMS_MAX) this.problems.push({ pointer: pointerOf(at), reason });
  }

  #read(node: Node, site: Site): void {
    const { isLegacy } = this.document;
    const onlyRef = isLegacy && typeof site.schema.$ref === 'string';
    for (const [name, keyword] of KEYWORDS) {
      if (!Object.hasOwn(site.schema, name) || (isLegacy && keyword.isNew) || (onlyRef && name !== '$ref')) continue;
      const check = keyword.make(site.schema[name], site, this);
      if (check === 'invalid') this.problem('invalid_schema', site, name);
      else if (check) (keyword.isLate ? node.late : node.checks).push(check);
    }
  }
}
