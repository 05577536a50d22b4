/** How many processes share one Redis: what each may let pass when it is lost follows from it. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';

/** Between two signs of life. */
export const BEAT_MS = 5_000;
/** A process that was silent for so long is gone. */
const GONE_AFTER_MS = 3 * BEAT_MS;
const PROCESSES_MAX = 10_000;

const SCRIPT = readFileSync(new URL('./presence.lua', import.meta.url), 'utf8');

export type Presence = {
  /** As of the last answer; 1 before the first. */
  processes(): number;
  /** Takes itself off the list, when Redis is there. */
  leave(): Promise<void>;
};

/** Gives a sign of life now, with every connection, and then every `beat_ms`. */
export function joinProcesses(redis: Redis, key_prefix: string, beat_ms = BEAT_MS): Presence {
  const key = `${key_prefix}processes`;
  const id = randomUUID();
  let seen = 1;
  const beat = async (): Promise<void> => {
    const count = await redis.eval(SCRIPT, 1, key, id, GONE_AFTER_MS);
    if (typeof count === 'number' && Number.isInteger(count)) seen = Math.min(Math.max(count, 1), PROCESSES_MAX);
  };
  // What was seen last stands while Redis is away: that is when it is needed.
  const tryBeat = (): void => void beat().catch(() => {});
  const timer = setInterval(tryBeat, beat_ms).unref();
  redis.on('ready', tryBeat);
  if (redis.status === 'ready') tryBeat();
  return {
    processes: () => seen,
    async leave() {
      clearInterval(timer);
      redis.off('ready', tryBeat);
      if (redis.status === 'ready') await redis.zrem(key, id).catch(() => {});
    },
  };
}
