/** What every `Limiter` does. Run over memory and Redis by `limiter.test.ts`. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Limiter } from '#app/ports.ts';
import type { RateRequest } from '#core/quota.ts';

export type LimiterSubject = {
  limiter: Limiter;
  now(): number;
  /** Moves the clock of the store, or waits for it. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
};

/** Slow enough that nothing comes back while a case runs. */
const HOUR = 3_600_000;
const slow = (key: string, cost = 1, burst = 3): RateRequest => ({ key, cost, policy: { interval_ms: HOUR, burst } });
const newKey = (): string => `{tenant:${randomBytes(4).toString('hex')}}:key`;

export function limiterContract(name: string, open: () => Promise<LimiterSubject>): void {
  describe(name, () => {
    let subject: LimiterSubject;
    let passed = 0;
    beforeAll(async () => {
      subject = await open();
    });
    afterAll(async () => {
      await subject.close();
      console.log(`limiter contract over ${name}: ${passed} cases passed`);
    });
    const it = (title: string, work: (take: (...requests: RateRequest[]) => ReturnType<Limiter['take']>) => Promise<void>): void =>
      test(title, async () => {
        await work((...requests) => subject.limiter.take(requests, subject.now()));
        passed++;
      });

    it('is ready', async () => {
      await subject.limiter.ready(5_000);
    });

    it('answers nothing to nothing', async (take) => {
      expect(await take()).toEqual([]);
    });

    it('lets a burst pass and refuses what comes after', async (take) => {
      const key = newKey();
      const answers = [];
      for (let i = 0; i < 5; i++) answers.push(...(await take(slow(key))));
      expect(answers.map(({ allowed, remaining }) => [allowed, remaining])).toEqual([
        [true, 2],
        [true, 1],
        [true, 0],
        [false, 0],
        [false, 0],
      ]);
      const [last] = answers.slice(-1);
      expect(last?.retry_after_ms).toBeGreaterThan(HOUR - 60_000);
      expect(last?.retry_after_ms).toBeLessThanOrEqual(HOUR);
      expect(last?.reset_ms).toBeGreaterThan(3 * HOUR - 60_000);
    });

    it('gives units back when the time that it said has passed', async (take) => {
      const request: RateRequest = { key: newKey(), cost: 2, policy: { interval_ms: 40, burst: 2 } };
      expect((await take(request))[0]?.allowed).toBe(true);
      const [refused] = await take(request);
      expect(refused?.allowed).toBe(false);
      expect(refused?.retry_after_ms).toBeLessThanOrEqual(80);
      await subject.pass(refused?.retry_after_ms ?? 0);
      expect((await take(request))[0]?.allowed).toBe(true);
    });

    it('never lets pass what costs more than the burst', async (take) => {
      expect((await take(slow(newKey(), 4)))[0]).toMatchObject({ allowed: false, retry_after_ms: Infinity, remaining: 3 });
    });

    it('charges none when it refuses one, and says which', async (take) => {
      const [wide, narrow] = [newKey(), newKey()];
      await take(slow(narrow, 3));
      const [first, second] = await take(slow(wide, 2), slow(narrow));
      expect(first).toEqual({ allowed: true, remaining: 3, retry_after_ms: 0, reset_ms: 0 });
      expect(second).toMatchObject({ allowed: false, remaining: 0 });
      expect((await take(slow(wide, 3)))[0]?.allowed).toBe(true);
    });

    it('charges a key that comes twice for both', async (take) => {
      const key = newKey();
      expect((await take(slow(key, 2), slow(key, 2))).map(({ allowed }) => allowed)).toEqual([true, false]);
      expect((await take(slow(key, 1), slow(key, 2))).map(({ allowed, remaining }) => [allowed, remaining])).toEqual([
        [true, 2],
        [true, 0],
      ]);
    });

    it('keeps to the burst over many callers at once', async (take) => {
      const key = newKey();
      const answers = await Promise.all(Array.from({ length: 200 }, () => take(slow(key, 1, 50))));
      expect(answers.filter(([answer]) => answer?.allowed)).toHaveLength(50);
    });

    it('keeps keys apart', async (take) => {
      await take(slow(newKey(), 3));
      expect((await take(slow(newKey(), 3)))[0]?.allowed).toBe(true);
    });

    it('gives back what was taken', async (take) => {
      const request = slow(newKey(), 3);
      expect((await take(request))[0]).toMatchObject({ allowed: true, remaining: 0 });
      await subject.limiter.refund([{ ...request, cost: 2 }], subject.now());
      expect((await take({ ...request, cost: 1 }))[0]).toMatchObject({ allowed: true, remaining: 1 });
    });

    it('is never fuller than full, whatever is given back', async (take) => {
      const request = slow(newKey(), 1);
      await subject.limiter.refund([request, request], subject.now());
      await take(request);
      await subject.limiter.refund([{ ...request, cost: 50 }, slow(newKey(), 9)], subject.now());
      await subject.limiter.refund([], subject.now());
      expect((await take({ ...request, cost: 0 }))[0]).toEqual({ allowed: true, remaining: 3, retry_after_ms: 0, reset_ms: 0 });
      const answers = await Promise.all(Array.from({ length: 5 }, () => take(request)));
      expect(answers.filter(([answer]) => answer?.allowed)).toHaveLength(3);
    });

    it('keeps the order of what is taken and given back at once', async (take) => {
      const request = slow(newKey(), 3);
      const [first, , second, third] = await Promise.all([
        take(request),
        subject.limiter.refund([request], subject.now()),
        take(request),
        take(request),
      ]);
      expect([first, second, third].map((answers) => answers?.[0]?.allowed)).toEqual([true, true, false]);
    });

    it('knows of one process at least', () => {
      expect(subject.limiter.processes()).toBeGreaterThanOrEqual(1);
      return Promise.resolve();
    });

    it('charges nothing for nothing', async (take) => {
      const key = newKey();
      expect((await take(slow(key, 0)))[0]).toEqual({ allowed: true, remaining: 3, retry_after_ms: 0, reset_ms: 0 });
      expect((await take(slow(key, 3)))[0]?.allowed).toBe(true);
    });
  });
}
