/** Counters that several processes share. The step runs in Redis, on the clock of Redis; `now_ms` of the port is not used. */
import type { Counters } from '#app/fact-ports.ts';
import {
  isSlots,
  slotName,
  type Addend,
  type CounterAnswer,
  type CounterRequest,
  type Reservation,
  type Reserved,
} from '#core/policy/counters.ts';
import { asked, KEY_PREFIX, type Connection } from './connection.ts';
import { scriptOf } from './script.ts';

const reserve = scriptOf(new URL('./counters.lua', import.meta.url));
const refund = scriptOf(new URL('./counters-refund.lua', import.meta.url));
const release = scriptOf(new URL('./counters-release.lua', import.meta.url));

export type RedisCountersOptions = {
  key_prefix?: string;
  /** How many processes share the Redis, as the limiter knows. */
  processes: () => number;
};

/** Closes the connection, which it may share with others that are closed with it. */
export function redisCounters(connection: Connection, { key_prefix = KEY_PREFIX, processes }: RedisCountersOptions): Counters {
  const { redis } = connection;
  const keysOf = ({ key, add }: Pick<CounterRequest, 'key' | 'add'>): string[] =>
    kindOf(add) === 'v' ? [key_prefix + key, `${key_prefix}${key}:uses`] : [key_prefix + key];
  return {
    kind: 'redis',
    processes,
    async reserve(requests, { is_taken }) {
      if (!requests.length) return { answers: [], taken: [] };
      const args = requests.flatMap(({ window_ms, max, add, count }) => [kindOf(add), count, String(window_ms), String(max), ...told(add)]);
      const reply = await asked(connection, () => reserve(redis, requests.flatMap(keysOf), [is_taken ? '1' : '0', ...args]));
      return read(reply, requests, is_taken);
    },
    async refund(taken) {
      if (!taken.length) return;
      const args = taken.flatMap(({ add, slot }) => [kindOf(add), String(slot), ...told(add)]);
      await asked(connection, () => refund(redis, taken.flatMap(keysOf), args));
    },
    async release(answered) {
      if (!answered.length) return;
      const keys = answered.map(({ key }) => key_prefix + key);
      await asked(connection, () =>
        release(
          redis,
          keys,
          answered.map(({ call }) => slotName(call, '')),
        ),
      );
    },
    ready: connection.ready,
    close: async () => redis.disconnect(),
  };
}

const kindOf = (add: Addend): 'u' | 'v' | 'c' => (typeof add === 'number' ? 'u' : isSlots(add) ? 'c' : 'v');
function told(add: Addend): string[] {
  if (typeof add === 'number') return [String(add)];
  const names = isSlots(add) ? add.slots : add;
  return [String(names.length), ...names];
}

function read(reply: unknown, requests: readonly CounterRequest[], is_taken: boolean): Reserved {
  const fields = Array.isArray(reply) ? reply.map(Number) : [];
  if (fields.length !== 3 * requests.length || !fields.every(Number.isFinite))
    throw new Error('counters.lua answered something else than three numbers for each counter');
  const answers = requests.map((_, i): CounterAnswer => ({ fits: fields[3 * i] === 1, value: fields[3 * i + 1]! }));
  if (!is_taken || !answers.every(({ fits }) => fits)) return { answers, taken: [] };
  const taken = requests.flatMap(({ key, window_ms, add, count }, i): Reservation[] =>
    count === 'allowed' ? [{ key, window_ms, add, slot: fields[3 * i + 2]! }] : [],
  );
  return { answers, taken };
}
