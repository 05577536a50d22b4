/** What happened before, as policies ask for it, and what is kept of this call for those that come. */
import type { HistoryRequirement } from '#core/policy/document.ts';
import type { PolicyFacts } from '#core/policy/facts.ts';
import { eventOf, holdsInPast, type Past, type PastEvent } from '#core/policy/history.ts';
import type { AskedMessage, Question } from '#core/policy/question.ts';
import { inputAt, valueAt } from '#core/policy/told.ts';
import { pastKey, tagsOf, type Party } from './fact-keys.ts';
import type { Books, History } from './fact-ports.ts';
import type { World } from './world.ts';

/** A requirement, as it is asked of one message. `side`: which of several lists of policies asks. */
export type AskedPast = { side: number; id: string; requirement: HistoryRequirement; message: AskedMessage };
/** By side. */
export type Remembered = { facts: PolicyFacts['history'][]; is_degraded: boolean };
export type Noted = { key: string; events: PastEvent[] };
type Reading = { sides: number; now_ms: number };

/** Never rejects: what cannot be told is null. Answers are not asked: their calls were. */
export async function recall(
  world: World,
  { history }: Books,
  party: Party,
  asked: readonly AskedPast[],
  { sides, now_ms }: Reading,
): Promise<Remembered> {
  const facts = Array.from({ length: sides }, (): PolicyFacts['history'] => ({}));
  const requests = asked.filter(({ message }) => message.direction === 'request');
  for (const { side, id } of asked) facts[side]![id] = true;
  if (!requests.length) return { facts, is_degraded: false };
  const key = pastKey(party);
  const past = key === null ? null : await read(world, history, key, now_ms);
  const tagOf = tagsOf(party.key);
  for (const { side, id, requirement, message } of requests) {
    const own = facts[side]!;
    const asking = { now_ms, tagOf, valueAt: (pointer: string) => inputAt(message.request, pointer) };
    own[id] = both(own[id] ?? null, past && holdsInPast(requirement, { ...asking, past }));
  }
  return { facts, is_degraded: key !== null && past === null };
}

const both = (a: boolean | null, b: boolean | null): boolean | null => (a === null || b === null ? null : a && b);

async function read(world: World, history: History, key: string, now_ms: number): Promise<Past | null> {
  try {
    const past = await history.read(key, now_ms);
    if (world.lost.history) world.telemetry.info('what happened before is known again');
    world.lost.history = false;
    return past;
  } catch (error) {
    tell(world, error);
    return null;
  }
}

function tell(world: World, error: unknown): void {
  if (!world.lost.history) world.telemetry.warn('what happened before is not known, or cannot be kept', {}, error);
  world.lost.history = true;
}

/** What is to be kept of a call that is let through; null where no policy will ask for it. `id`: of its verdict. */
export function noteOf(
  party: Party,
  { messages }: Question,
  requirements: readonly HistoryRequirement[],
  id: string,
  at_ms: number,
): Noted | null {
  if (!requirements.length) return null;
  const key = pastKey(party);
  const tagOf = tagsOf(party.key);
  const events = messages.flatMap((message, i): PastEvent[] => {
    const { direction: kind, names, outputs } = message;
    if (kind === 'response' && outputs === null) return [];
    const told = { kind, names, valueAt: (pointer: string) => valueAt(message, pointer) };
    const event = eventOf(told, requirements, { id: `${id}#${i}`, at_ms, tagOf });
    return event ? [event] : [];
  });
  return key !== null && events.length ? { key, events } : null;
}

/** False when it cannot be kept. */
export async function note(world: World, { history }: Books, { key, events }: Noted, now_ms: number): Promise<boolean> {
  try {
    await history.append(key, events, now_ms);
    return true;
  } catch (error) {
    tell(world, error);
    return false;
  }
}
