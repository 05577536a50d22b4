/** Calls that are in flight: what their slots are named by, and that an answer frees them. */
import { slotName, type Answered, type Slots } from '#core/policy/counters.ts';
import type { AskedMessage } from '#core/policy/question.ts';
import { tagsOf, type Party } from './fact-keys.ts';
import type { Books } from './fact-ports.ts';

/** The same of a call and of its answer. Null without a session, or without an id: ids are told apart within a session alone. */
function callOf({ key, identity: { session } }: Party, { answer_id = null, names }: AskedMessage): string | null {
  if (session === null || answer_id === null) return null;
  return tagsOf(key)(JSON.stringify(['call', session, names.at(-1) ?? '', answer_id]));
}

/** @param own tells the call from every other, one with the same id included */
export const slotOf = (party: Party, message: AskedMessage, own: string): Slots => ({ slots: [slotName(callOf(party, message), own)] });

/** Null where the answer is to nothing that could be known again. @param key of the counter */
export function answeredBy(party: Party, message: AskedMessage, key: string | null): Answered | null {
  const call = callOf(party, message);
  return key === null || call === null ? null : { key, call };
}

/** Wherever the call may have been counted. Rejects when the shared counters do not answer: then slots are held for their whole window. */
export async function releaseAll({ counters, fallback }: Books, answered: readonly Answered[], now_ms: number): Promise<void> {
  const once = [...new Map(answered.map((one) => [`${one.key} ${one.call}`, one])).values()];
  await Promise.all([fallback?.release(once, now_ms), counters.release(once, now_ms)]);
}
