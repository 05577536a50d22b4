/** One call to us, already parsed: what `judge()` is given (docs: `api.md`, "POST /validate"). */
import type { JsonFault } from './json.ts';

export type JsonObject = { [key: string]: unknown };

/** What is known of the called tool; any member may be missing. */
export type ToolHint = JsonObject & { name?: string; description?: string };

/** Who acts, from where, as the caller asserts it. Nothing in it is believed unless policy says so. */
export type CallContext = {
  user_id?: string;
  device_id?: string;
  ip_address?: string;
  ip_kind?: 'user' | 'agent' | 'unknown';
  session_id?: string;
  agent_id?: string;
  user_agent?: string;
  protocol_version?: string;
  roles?: string[];
  permissions?: string[];
  token?: string;
  attributes?: JsonObject;
};

export const STRICTNESS = ['minimal', 'standard', 'maximum'] as const;
export type Strictness = (typeof STRICTNESS)[number];

/** What the caller asks for; it can only make the verdict stricter, or longer. */
export type CallOptions = {
  mode?: 'full' | 'fast';
  strictness?: Strictness;
  /** Tell what each argument was taken to be for, and why. */
  explain?: boolean;
  /** A policy set, by id or digest, that is judged in addition to what is in force. */
  policy_set?: string;
  /** Types of obligations that the enforcement point can do; what a verdict requires beyond them is refused. Left out: nobody asks. */
  supported_obligations?: string[];
};

export type Submission = {
  /** The MCP message, or (2025-03-26 only) a JSON-RPC batch. */
  request?: JsonObject | unknown[];
  /** When present, this is what is judged; `request` then gives its method and tool. */
  response?: JsonObject | unknown[];
  tool?: ToolHint;
  server?: { name?: string; url?: string; version?: string };
  /** HTTP headers of the MCP call, names in lower case. */
  headers?: ReadonlyMap<string, string>;
  context: CallContext;
  options: CallOptions;
  /** Faults of the JSON text inside `request` and `response`; pointers from the root of this submission. */
  faults: readonly JsonFault[];
};
