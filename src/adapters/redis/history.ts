/** What happened before, as all processes know it: a list of events, newest first. */
import * as z from 'zod';
import type { History } from '#app/ports.ts';
import { EVENTS_MAX, HISTORY_LIFE_MS, pastOf, undone, type PastEvent } from '#core/policy/history.ts';
import { asked, KEY_PREFIX, type Connection } from './connection.ts';
import { scriptOf } from './script.ts';

const undo = scriptOf(new URL('./history-undo.lua', import.meta.url));

const stored: z.ZodType<PastEvent> = z.strictObject({
  id: z.string(),
  at_ms: z.number(),
  kind: z.enum(['request', 'response']),
  actions: z.array(z.string()),
  values: z.record(z.string(), z.union([z.tuple([z.string()]), z.tuple([z.string(), z.number()])])),
  is_cut: z.literal(true).exactOptional(),
});

/** Closes the connection, which it may share with others that are closed with it. */
export function redisHistory(connection: Connection, { key_prefix = KEY_PREFIX } = {}): History {
  const { redis } = connection;
  return {
    kind: 'redis',
    async append(key, events) {
      if (!events.length) return;
      const place = key_prefix + key;
      const texts = events.map((event) => JSON.stringify(event));
      const replies = await asked(connection, () =>
        redis
          .multi()
          .lpush(place, ...texts)
          .ltrim(place, 0, EVENTS_MAX - 1)
          .pexpire(place, HISTORY_LIFE_MS)
          .exec(),
      );
      const fault = replies?.find(([error]) => error)?.[0];
      if (fault || !replies) throw fault ?? new Error('Redis did not append');
    },
    async read(key) {
      const texts = await asked(connection, () => redis.lrange(key_prefix + key, 0, EVENTS_MAX - 1));
      return pastOf(texts.map((text) => stored.parse(JSON.parse(text))));
    },
    async undo(key, events) {
      if (!events.length) return;
      const args = events.flatMap((event) => [event.id, JSON.stringify(undone(event))]);
      await asked(connection, () => undo(redis, [key_prefix + key], args));
    },
    close: async () => redis.disconnect(),
  };
}
