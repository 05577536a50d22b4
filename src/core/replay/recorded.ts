/** A verdict as it was recorded, and the submission that it was about as far as that was kept (`app/decision-input.ts`). */
import type { VerdictRecord } from '../audit.ts';
import { isObject } from '../mcp/check.ts';
import type { PolicyFacts } from '../policy/facts.ts';
import type { CallContext, CallOptions, JsonObject, Submission, ToolHint } from '../submission.ts';

/** `input` and `facts` as they were sealed; `facts` is null where policies were not asked. */
export type RecordedCase = { record: VerdictRecord; input: JsonObject; facts: PolicyFacts | null };

const membersOf = (value: unknown): JsonObject => (isObject(value) ? value : {});
const messageOf = (value: unknown): JsonObject | unknown[] | undefined => (isObject(value) || Array.isArray(value) ? value : undefined);

/** Of a request beside a response only method and tool were kept, and that it was there. */
function askedFor(request: JsonObject, response: JsonObject): JsonObject {
  const { method, tool } = request;
  const id = response.id ?? null;
  return { jsonrpc: '2.0', id, method, ...(tool !== null && tool !== undefined && { params: { name: tool } }) };
}

/** Without the token, most headers, and faults of the JSON: who had those is refused whatever the policies say. */
export function submissionOf(input: JsonObject): Submission {
  const response = messageOf(input.response);
  const kept = messageOf(input.request);
  const is_answer = isObject(response);
  const request = is_answer && isObject(kept) ? (typeof kept.method === 'string' ? askedFor(kept, response) : undefined) : kept;
  const { name, url, version } = membersOf(input.server) as NonNullable<Submission['server']>;
  return {
    ...(request !== undefined && { request }),
    ...(response !== undefined && { response }),
    ...(isObject(input.tool) && { tool: input.tool as ToolHint }),
    ...(isObject(input.server) && {
      server: { ...(name !== undefined && { name }), ...(url !== undefined && { url }), ...(version !== undefined && { version }) },
    }),
    context: membersOf(input.context) as CallContext,
    options: membersOf(input.options) as CallOptions,
    faults: [],
  };
}

/** When it was judged, by the clock of the verdict: ms since 1970. */
export function judgedAt({ record, input }: RecordedCase): number {
  const { now } = membersOf(input.facts);
  const at = typeof now === 'string' ? Date.parse(now) : Number.NaN;
  return Number.isNaN(at) ? record.at.getTime() : at;
}
