/** What an enforcement point does with a message, by its verdict or for want of one. */
import { CountersignError, ProblemError } from './errors.ts';
import { isObject } from './exchange.ts';
import type { ValidateRequest, Verdict } from './generated/types.ts';
import { patched } from './patch.ts';
import type { FailMode } from './settings.ts';

/** A JSON-RPC message, or (MCP 2025-03-26 only) a batch of them. */
export type Message = { [name: string]: unknown } | unknown[];

type Known = {
  /** Null when there was none. */
  verdict: Verdict | null;
  /** Why there was no verdict that could be followed; null when there was one. */
  failure: CountersignError | null;
  /** Whether the message is let pass without a verdict. */
  failOpen: boolean;
};

export type Enforcement =
  /** Pass `message` on, in the place of the one that was judged. */
  | ({ action: 'forward'; message: Message; reply: null } & Known)
  /** Send `reply` to who waits for an answer; pass nothing on. */
  | ({ action: 'reply'; message: null; reply: Message } & Known)
  /** Pass nothing on; nobody waits for an answer. */
  | ({ action: 'drop'; message: null; reply: null } & Known);

/** Outside of the codes that JSON-RPC and MCP keep for themselves; the service has the same. */
const REFUSED = -32003;

export function follow(call: ValidateRequest, verdict: Verdict): Enforcement {
  const known = { verdict, failure: null, failOpen: false };
  if (verdict.decision !== 'allow') return refuse(call, verdict, known);
  const message = edited(call, verdict.modifications);
  if (message) return { action: 'forward', message, reply: null, ...known };
  const failure = new CountersignError('modifications_invalid', 'The modifications of the verdict cannot be made');
  return refuse(call, verdict, { ...known, failure });
}

/** For want of a verdict. */
export function fail(call: ValidateRequest, failure: CountersignError, mode: FailMode): Enforcement {
  const message = judged(call);
  if (mode === 'open' && message && mayOpen(failure))
    return { action: 'forward', message, reply: null, verdict: null, failure, failOpen: true };
  return refuse(call, null, { verdict: null, failure, failOpen: false });
}

/** Only where the service is down or slow: who wrote the message could bring the rest about, or somebody has set it up wrongly. */
const mayOpen = (failure: CountersignError): boolean =>
  failure.kind === 'timeout' || failure.kind === 'connection' || (failure instanceof ProblemError && failure.status >= 500);

const rootOf = (call: ValidateRequest): 'request' | 'response' => (call.response === undefined ? 'request' : 'response');
const judged = (call: ValidateRequest): Message | undefined => call[rootOf(call)];

function edited(call: ValidateRequest, modifications: unknown): Message | undefined {
  const root = rootOf(call);
  const message = call[root];
  if (modifications === undefined || modifications === null || (Array.isArray(modifications) && !modifications.length)) return message;
  const after = patched({ [root]: message }, modifications, root)?.[root];
  return isObject(after) || (Array.isArray(message) && Array.isArray(after)) ? after : undefined;
}

function refuse(call: ValidateRequest, verdict: Verdict | null, known: Known): Enforcement {
  const ready = known.failure ? undefined : verdict?.reply;
  const reply = isObject(ready) || Array.isArray(ready) ? (ready as Message) : replyOf(call, verdict, known.failure);
  return reply ? { action: 'reply', message: null, reply, ...known } : { action: 'drop', message: null, reply: null, ...known };
}

/** As the service writes it; undefined where no answer is due. */
function replyOf(call: ValidateRequest, verdict: Verdict | null, failure: CountersignError | null): Message | undefined {
  const code = failure ? 'NO_VERDICT' : (verdict?.reasons?.[0]?.code ?? 'REFUSED');
  const message = judged(call);
  const method = isObject(call.request) ? call.request['method'] : undefined;
  if (!Array.isArray(message)) return answer(message, method, code, verdict?.id);
  const answers = message.flatMap(
    (one) => answer(one, isObject(one) && one['method'] !== undefined ? one['method'] : method, code, verdict?.id) ?? [],
  );
  return answers.length ? answers : undefined;
}

function answer(message: unknown, method: unknown, code: string, verdict: string | undefined): Message | undefined {
  const id = isObject(message) ? message['id'] : undefined;
  if (typeof id !== 'string' && typeof id !== 'number') return undefined;
  const text = `Refused by security policy: ${code}${verdict === undefined ? '' : ` (${verdict})`}`;
  if (method === 'tools/call')
    return { jsonrpc: '2.0', id, result: { resultType: 'complete', content: [{ type: 'text', text }], isError: true } };
  return { jsonrpc: '2.0', id, error: { code: REFUSED, message: text, data: { code, ...(verdict !== undefined && { verdict }) } } };
}
