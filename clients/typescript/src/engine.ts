/** `countersign/engine`: the engine of the service in this process. Nothing is sent anywhere, nothing is recorded. */
import { randomBytes } from 'node:crypto';
import { ID_RANDOM_BYTES, makeId } from '../../../src/core/id.ts';
import { parseJson, type JsonFault } from '../../../src/core/json.ts';
import { ENGINE, judge as judgeSubmission, type Snapshot } from '../../../src/core/judge.ts';
import { compile, compiledVersion, type ActivePolicy } from '../../../src/core/policy/compile.ts';
import type { ListsDocument, StructuredDocument } from '../../../src/core/policy/document.ts';
import type { CallContext, CallOptions, JsonObject, Submission, ToolHint } from '../../../src/core/submission.ts';
import type { Verdict } from '../../../src/core/verdict.ts';

export type { Category, Finding, Layer, Role, Severity } from '../../../src/core/finding.ts';
export type { ListsDocument, StructuredDocument } from '../../../src/core/policy/document.ts';
export type { Decision, Modification, Reason, ReasonCode, Verdict } from '../../../src/core/verdict.ts';
export type { CallContext, CallOptions, JsonObject, ToolHint };

/** What `POST /validate` takes; one of `request` and `response` is needed. */
export type Call = {
  /** The MCP message, or (2025-03-26 only) a JSON-RPC batch. */
  request?: JsonObject | unknown[];
  /** When present, this is what is judged; `request` then gives its method and tool. */
  response?: JsonObject | unknown[];
  /** What is known of the called tool. */
  tool?: ToolHint;
  server?: { name?: string; url?: string; version?: string };
  /** HTTP headers of the MCP call. */
  headers?: Readonly<Record<string, string>>;
  context?: CallContext;
  options?: CallOptions;
};

/** As in `POST /policies`; reasons name it by its id. */
export type Policy = { id: string; document: ListsDocument | StructuredDocument };

/** What a tenant would have set; all of it may be left out. */
export type Settings = Partial<Omit<Snapshot, 'digest' | 'policies' | 'set' | 'shadow'>> & {
  /** In the forms that need no compiler of their own: lists and structured. Keep the list: it is compiled once. */
  policies?: readonly Policy[];
  /** Milliseconds since 1970; now by default. Suppressions end by it. */
  now_ms?: number;
  /** Of the verdict; a new one by default. */
  id?: string;
};

/** Of the rules and of the code: the same for the same verdicts. */
export const engine: Readonly<typeof ENGINE> = ENGINE;

const DEFAULTS: Snapshot = { posture: 'starter', strictness: 'standard', monitor: false, policies: [], suppressions: [], digest: '' };

/**
 * Judges one MCP message, synchronously. An object of JavaScript, or the JSON text of one, in which duplicate keys and other faults
 * that are lost in parsing are seen too. The verdict is that of the service, without what the service adds: the audit trail, limits,
 * what was asserted and not followed (`ignored`); `latency_ms` is that of this call.
 * @throws TypeError for a call without a message, and for what is not JSON
 */
export function judge(call: Call | string | Uint8Array, { now_ms = Date.now(), id, policies = [], ...settings }: Settings = {}): Verdict {
  const started = performance.now();
  const verdict_id = id ?? makeId('vrd', now_ms, randomBytes(ID_RANDOM_BYTES));
  const verdict = judgeSubmission(submissionOf(call), { ...DEFAULTS, ...settings, policies: compiledOf(policies) }, { now_ms, verdict_id });
  return { ...verdict, latency_ms: Math.round((performance.now() - started) * 1_000) / 1_000 };
}

const compiled = new WeakMap<readonly Policy[], readonly ActivePolicy[]>();

function compiledOf(policies: readonly Policy[]): readonly ActivePolicy[] {
  let active = compiled.get(policies);
  if (!active) {
    active = policies.map(({ id, document }) => ({ id, ...compiledVersion(document, compile(id, document)) }));
    compiled.set(policies, active);
  }
  return active;
}

function submissionOf(given: Call | string | Uint8Array): Submission {
  const { call, faults } = typeof given === 'string' || given instanceof Uint8Array ? parse(given) : { call: given, faults: [] };
  const { request, response, tool, server, headers, context = {}, options = {} } = call;
  if (!isMessage(request) && !isMessage(response)) throw new TypeError('One of request and response must be a JSON object');
  return {
    ...(request !== undefined && { request }),
    ...(response !== undefined && { response }),
    ...(tool && { tool }),
    ...(server && { server }),
    ...(headers && { headers: new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])) }),
    context,
    options,
    faults,
  };
}

const isMessage = (value: unknown): boolean => typeof value === 'object' && value !== null;

function parse(text: string | Uint8Array): { call: Call; faults: JsonFault[] } {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const read = parseJson(bytes, (path) => path.length === 1 && (path[0] === 'request' || path[0] === 'response'));
  if (!read.ok) throw new TypeError(read.detail);
  if (!isMessage(read.value)) throw new TypeError('The text must be that of a JSON object');
  return { call: read.value as Call, faults: read.faults };
}
