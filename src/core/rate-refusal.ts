/** A verdict that would let the call pass, were it not for a rate limit of the tenant's own. */
import type { Judgement } from './judge.ts';
import { replyTo } from './reply.ts';
import type { Submission } from './submission.ts';
import { REASONS, type Reason, type Verdict } from './verdict.ts';

const { layer, status } = REASONS.RATE_LIMIT;
const reasonOf = (message: string): Reason => ({ code: 'RATE_LIMIT', layer, severity: 'low', message });

/** What the limits need to know of requests that would pass. */
export type Passing = {
  messages: number;
  /** The tools that are called, each as often as it is; with their servers, as JSON. */
  tools: string[];
  /** What is to be sent instead if it is refused after all. */
  reply: object | undefined;
};

/** Null where there is nothing to limit: it is a response, or it is (in `monitor`: would be) refused anyway. */
export function passingOf({ verdict, reading }: Judgement, { server }: Submission): Passing | null {
  if (reading.judged !== 'request' || (verdict.would_be ?? verdict).decision === 'deny') return null;
  const { messages, era } = reading;
  const tools = messages.flatMap(({ tool }) => (tool === null ? [] : [JSON.stringify([server?.name ?? null, tool])]));
  const only = messages.length === 1 ? messages[0] : undefined;
  return { messages: messages.length, tools, reply: only && replyTo(only, reasonOf(''), verdict.id, era) };
}

/** @param message for the tenant, without anything that the caller sent */
export function refuseForRate(verdict: Verdict, { reply }: Passing, message: string): Verdict {
  const changed = { ...verdict, reasons: [reasonOf(message)], policy: { ...verdict.policy, determining: [] } };
  if (verdict.would_be) return { ...changed, would_be: { decision: 'deny', status } };
  return { ...changed, decision: 'deny', status, modifications: [], ...(reply && { reply }) };
}
