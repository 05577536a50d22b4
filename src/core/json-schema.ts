/**
 * JSON Schema 2020-12 (and draft-07, where `$schema` says so) for schemas that strangers write, such as tool definitions inside a message.
 * Our own, because the known validators run code or native patterns that come from the schema (ajv: `new Function`; @cfworker/json-schema:
 * backtracking `RegExp`) and none has a work budget: all three are attacks when the schema is the attacker's.
 */
import { Compiler, type SchemaProblem } from './json-schema/compile.ts';
import { isObject, SchemaDocument } from './json-schema/document.ts';
import { apply, newRun } from './json-schema/run.ts';
import { pointerOf } from './pointer.ts';

export type { SchemaProblem };

/** `pointer` is RFC 6901 in the instance; the root is the empty string. `detail` quotes the schema at most, never the instance. */
export type SchemaFault = { pointer: string; keyword: string; detail: string };

export type CompiledSchema = {
  /** What is wrong with the schema; such a subschema accepts everything. At most 20. */
  problems: SchemaProblem[];
  /** At most 20 faults, in no promised order. `complete` is false when the work budget ran out: the faults are true, but there may be more. */
  validate(value: unknown): { faults: SchemaFault[]; complete: boolean };
};

/**
 * Compiles a parsed JSON value as a schema. `$ref` is followed inside the document only (MCP: no network dereference), patterns run in
 * linear time (re2js), `format` and the content keywords are annotations. Bounds: 10,000 subschemas, 128 levels, 500,000 work units a
 * validation. Never throws, neither here nor in `validate`.
 */
export function compileSchema(schema: unknown): CompiledSchema {
  const compiler = new Compiler(new SchemaDocument(isObject(schema) ? schema : {}));
  const root = compiler.compile(schema);
  return {
    problems: compiler.problems,
    validate(value) {
      const run = newRun();
      apply(root, run, value, null, null, 'schema');
      const faults = (run.faults ?? []).map(({ at, keyword, detail }) => ({ pointer: pointerOf(at), keyword, detail }));
      return { faults, complete: !run.spent };
    },
  };
}
