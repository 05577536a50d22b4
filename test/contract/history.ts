/** What every `History` does. Run over memory and Redis by `history.test.ts`. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { History } from '#app/ports.ts';
import { EVENTS_MAX, type PastEvent } from '#core/policy/history.ts';

/** `other`: the same, as another process sees it. */
export type HistorySubject = { history: History; other: History; close(): Promise<void> };

const NOW = Date.UTC(2026, 10, 20);
const newKey = (): string => `{tenant:${randomBytes(4).toString('hex')}}:past:${randomBytes(4).toString('hex')}`;
let serial = 0;
const event = (over: Partial<PastEvent> = {}): PastEvent => ({
  id: `vrd_${++serial}#0`,
  at_ms: NOW,
  kind: 'request',
  actions: ['a'],
  values: { p: ['t'], q: ['u', 15_000] },
  ...over,
});

export function historyContract(name: string, open: () => Promise<HistorySubject>): void {
  describe(`history over ${name}`, () => {
    let subject: HistorySubject;
    beforeAll(async () => {
      subject = await open();
    });
    afterAll(() => subject.close());

    test('knows nothing of what it was never told', async () => {
      expect(await subject.history.read(newKey(), NOW)).toEqual({ events: [], lost_ms: null });
    });

    test('gives back what it was told, newest first, to every process', async () => {
      const key = newKey();
      const events = [event(), event({ kind: 'response', is_cut: true }), event()];
      await subject.history.append(key, events.slice(0, 2), NOW);
      await subject.other.append(key, events.slice(2), NOW);
      await subject.other.append(newKey(), [event()], NOW);
      await subject.history.append(key, [], NOW);
      expect(await subject.other.read(key, NOW)).toEqual({ events: events.toReversed(), lost_ms: null });
    });

    test('keeps the newest, and says from when on it may have lost some', async () => {
      const key = newKey();
      const events = Array.from({ length: EVENTS_MAX + 3 }, (_, i) => event({ at_ms: NOW + i }));
      await subject.history.append(key, events.slice(0, EVENTS_MAX - 1), NOW);
      expect((await subject.history.read(key, NOW)).lost_ms).toBeNull();
      await subject.history.append(key, events.slice(EVENTS_MAX - 1), NOW);
      const past = await subject.history.read(key, NOW);
      expect(past.events.map(({ id }) => id)).toEqual(
        events
          .slice(3)
          .map(({ id }) => id)
          .toReversed(),
      );
      expect(past.lost_ms).toBe(NOW + 3);
    });

    test('undoes one and keeps its place', async () => {
      const key = newKey();
      const events = [event(), event(), event()];
      await subject.history.append(key, events, NOW);
      await subject.other.undo(key, [events[1]!], NOW);
      await subject.history.undo(key, [event()], NOW);
      const past = await subject.history.read(key, NOW);
      expect(past.events).toHaveLength(3);
      expect(past.events.filter(({ actions }) => actions.length).map(({ id }) => id)).toEqual([events[2]!.id, events[0]!.id]);
    });
  });
}
