/** Arguments and results against the schemas of their tool, and the schemas themselves. */
import type { JsonObject, Submission } from '../submission.ts';
import { compileSchema, type CompiledSchema, type SchemaFault, type SchemaProblem } from '../json-schema.ts';
import { isObject } from './check.ts';
import { POINTER_LENGTH_MAX, isFull, openSink, pathOf, pointerTo, type FaultSink } from './fault.ts';
import { mirroredParams } from './header-params.ts';
import type { MessageReading } from './message.ts';
import type { Revision } from './revisions.ts';

/** Problems that make a schema a weapon or useless. Patterns that our engine does not know are the tool's own affair. */
const PROBLEMS: Partial<Record<SchemaProblem['reason'], string>> = {
  network_ref: 'The schema refers to the network; such references must not be followed.',
  unresolved_ref: 'The schema refers to something that it does not contain.',
  too_deep: 'The schema is nested too deeply to be judged in bounded time.',
  too_large: 'The schema has too many parts to be judged in bounded time.',
};

const compiled = new WeakMap<object, CompiledSchema>();

function compile(schema: JsonObject): CompiledSchema {
  const known = compiled.get(schema);
  if (known) return known;
  const fresh = compileSchema(schema);
  compiled.set(schema, fresh);
  return fresh;
}

/** Checks tool definitions in results and beside the call, arguments against `inputSchema` and results against `outputSchema`. */
export function checkSchemas(submission: Submission, messages: readonly MessageReading[], stated: Revision | null, sink: FaultSink): void {
  for (const message of messages) {
    if (isFull(sink)) return;
    const tools = message.result?.tools;
    if (Array.isArray(tools)) tools.forEach((tool, i) => checkDefinition(tool, [...pathOf(message.base), 'result', 'tools', i], sink));
  }
  const { tool } = submission;
  if (!tool) return;
  checkDefinition(tool, ['tool'], sink);
  const calls = messages.filter((m) => m.method === 'tools/call');
  for (const call of calls) {
    if (calls.length > 1 && call.tool !== tool.name) continue;
    if (call.direction === 'request') checkArguments(call, tool.inputSchema, sink);
    else checkOutput(call, tool.outputSchema, stated, sink);
  }
}

function checkDefinition(tool: unknown, path: (string | number)[], sink: FaultSink): void {
  if (!isObject(tool)) return;
  const { inputSchema, outputSchema } = tool;
  if (isObject(inputSchema)) {
    checkProblems(compile(inputSchema), [...path, 'inputSchema'], sink);
    const at = openSink(sink.limit - sink.faults.length);
    at.path.push(...path, 'inputSchema');
    mirroredParams(inputSchema, at);
    sink.faults.push(...at.faults);
  }
  if (isObject(outputSchema)) checkProblems(compile(outputSchema), [...path, 'outputSchema'], sink);
}

function checkProblems(schema: CompiledSchema, path: (string | number)[], sink: FaultSink): void {
  for (const problem of schema.problems) {
    const detail = PROBLEMS[problem.reason];
    if (detail && !isFull(sink)) sink.faults.push({ rule: 'protocol.schema', threat: 'M10', detail, pointer: join(path, problem.pointer) });
  }
}

function checkArguments(call: MessageReading, inputSchema: unknown, sink: FaultSink): void {
  const { params } = call;
  if (!isObject(inputSchema) || !params || (params.arguments !== undefined && !isObject(params.arguments))) return;
  const { faults } = compile(inputSchema).validate(params.arguments ?? {});
  add(faults, 'protocol.arguments-schema', 'Q09', [...pathOf(call.base), 'params', 'arguments'], sink);
}

function checkOutput(call: MessageReading, outputSchema: unknown, stated: Revision | null, sink: FaultSink): void {
  const { result } = call;
  if (!isObject(outputSchema) || !result || result.isError === true || !isFinal(result)) return;
  if (stated !== null && stated < '2025-06-18') return;
  const path = [...pathOf(call.base), 'result', 'structuredContent'];
  if (result.structuredContent === undefined) {
    const detail = 'The tool has an output schema, but its result has no structuredContent.';
    if (!isFull(sink)) sink.faults.push({ rule: 'protocol.output-schema', threat: 'R06', detail, pointer: pointerTo(path) });
    return;
  }
  add(compile(outputSchema).validate(result.structuredContent).faults, 'protocol.output-schema', 'R06', path, sink);
}

/** Neither a question back to the client nor a task in place of the result. */
const isFinal = (result: JsonObject): boolean =>
  (result.resultType === undefined || result.resultType === 'complete') && (result.task === undefined || result.content !== undefined);

function add(faults: readonly SchemaFault[], rule: string, threat: string, path: (string | number)[], sink: FaultSink): void {
  for (const { pointer, detail } of faults) {
    if (!isFull(sink)) sink.faults.push({ rule, threat, detail, pointer: join(path, pointer) });
  }
}

/** A pointer below a path; cut to the path when both together are too long. */
function join(path: (string | number)[], pointer: string): string {
  const base = pointerTo(path);
  return base.length + pointer.length > POINTER_LENGTH_MAX ? base : base + pointer;
}
