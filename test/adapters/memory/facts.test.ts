import { expect, test } from 'vitest';
import { openMemoryCounters } from '#adapters/memory/counters.ts';
import { openMemoryHistory } from '#adapters/memory/history.ts';
import type { CounterRequest } from '#core/policy/counters.ts';
import type { PastEvent } from '#core/policy/history.ts';

const HOUR = 3_600_000;
const request = (key: string, over: Partial<CounterRequest> = {}): CounterRequest => ({
  key,
  window_ms: HOUR,
  max: 1,
  add: 1,
  count: 'allowed',
  ...over,
});

test('memory of counters is bounded: what still counts is not forgotten, and nothing more fits', async () => {
  let told = 0;
  const counters = openMemoryCounters({ cells_max: 400, onFull: () => told++ });
  const fits = async (key: string, now_ms: number, over?: Partial<CounterRequest>) =>
    (await counters.reserve([request(key, over)], { is_taken: true }, now_ms)).answers[0]?.fits;
  for (let i = 0; i < 300; i++) await fits(`{tenant:a}:${i}`, 0);
  expect(told).toBe(1);
  expect(await fits('{tenant:a}:0', 1)).toBe(false);
  expect(await fits('{tenant:a}:299', 1)).toBe(false);
  expect(await fits('{tenant:a}:299', 1, { count: 'attempts' })).toBe(false);
  // One tenant does not take the room of another.
  expect(await fits('{tenant:b}:0', 1)).toBe(true);
  expect(await fits('{tenant:b}:0', 1)).toBe(false);
  expect(await fits('{tenant:a}:299', 2 * HOUR)).toBe(true);
  expect(await fits('{tenant:a}:0', 2 * HOUR)).toBe(true);
});

test('memory of counters is free again when what was taken is given back', async () => {
  const counters = openMemoryCounters({ cells_max: 40 });
  for (let i = 0; i < 1_000; i++) {
    const { answers, taken } = await counters.reserve(
      [request(`{tenant:a}:${i}`), request(`{tenant:a}:${i}v`, { add: ['x'] })],
      { is_taken: true },
      0,
    );
    expect(answers.every(({ fits }) => fits)).toBe(true);
    await counters.refund(taken, 0);
  }
});

test('memory of what happened is bounded: where there is no room, it says so', async () => {
  const history = openMemoryHistory({ events_max: 20 });
  const event: PastEvent = { id: 'v', at_ms: 0, kind: 'request', actions: ['a'], values: {} };
  for (let i = 0; i < 10; i++) await history.append(`{tenant:a}:${i}`, [event], 0);
  await expect(history.append('{tenant:a}:0', [event], 1)).rejects.toThrow('no room');
  await history.append('{tenant:b}:0', [event], 1);
  expect((await history.read('{tenant:a}:0', 1)).events).toEqual([event]);
  expect((await history.read('{tenant:a}:0', 24 * HOUR)).events).toEqual([]);
  await history.append('{tenant:a}:0', [event], 24 * HOUR);
});
