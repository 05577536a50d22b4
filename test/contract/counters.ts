/** What all `Counters` do. Run over memory and Redis by `counters.test.ts`. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Counters } from '#app/fact-ports.ts';
import { slotName, type CounterRequest, type Reserved } from '#core/policy/counters.ts';

export type CountersSubject = {
  counters: Counters;
  /** The same counters, as another process sees them; none where there is no other. */
  others: Counters[];
  now(): number;
  /** Moves the clock of the store, or waits for it. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
};

/** Nothing runs out while a case runs. */
const HOUR = 3_600_000;
const newKey = (): string => `{tenant:${randomBytes(4).toString('hex')}}:c:${randomBytes(4).toString('hex')}`;
const calls = (over: Partial<CounterRequest> = {}): CounterRequest => ({
  key: newKey(),
  window_ms: HOUR,
  max: 3,
  add: 1,
  count: 'allowed',
  ...over,
});

type Use = {
  reserve(...requests: CounterRequest[]): Promise<Reserved>;
  look(...requests: CounterRequest[]): Promise<Reserved>;
  refund(...reserved: Reserved[]): Promise<void>;
  release(key: string, ...calls: string[]): Promise<void>;
  subject: CountersSubject;
};

export function countersContract(name: string, open: () => Promise<CountersSubject>): void {
  describe(`counters over ${name}`, () => {
    let subject: CountersSubject;
    beforeAll(async () => {
      subject = await open();
    });
    afterAll(() => subject.close());
    const it = (title: string, work: (use: Use) => Promise<void>): void =>
      test(title, () =>
        work({
          reserve: (...requests) => subject.counters.reserve(requests, { is_taken: true }, subject.now()),
          look: (...requests) => subject.counters.reserve(requests, { is_taken: false }, subject.now()),
          refund: (...reserved) =>
            subject.counters.refund(
              reserved.flatMap(({ taken }) => taken),
              subject.now(),
            ),
          release: (key, ...calls_of) =>
            subject.counters.release(
              calls_of.map((call) => ({ key, call })),
              subject.now(),
            ),
          subject,
        }),
      );
    calledCases(it);
    windowCases(it);
    valueCases(it);
    flightCases(it);
    crowdCases(it);
  });
}

type Case = (title: string, work: (use: Use) => Promise<void>) => void;
const fitting = ({ answers }: Reserved): boolean[] => answers.map(({ fits }) => fits);
const valuesOf = ({ answers }: Reserved): number[] => answers.map(({ value }) => value);

function calledCases(it: Case): void {
  it('answers nothing to nothing', async ({ reserve, refund }) => {
    expect(await reserve()).toEqual({ answers: [], taken: [] });
    await refund();
  });

  it('lets pass as many as fit, and says how many there are with this one', async ({ reserve }) => {
    const request = calls();
    const answers = [];
    for (let i = 0; i < 5; i++) answers.push(...(await reserve(request)).answers);
    expect(answers).toEqual([1, 2, 3, 4, 4].map((value, i) => ({ fits: i < 3, value })));
  });

  it('counts units, exactly up to the largest', async ({ reserve }) => {
    const request = calls({ max: 9_000_000_000_000_000, add: 8_999_999_999_999_999 });
    expect(fitting(await reserve(request))).toEqual([true]);
    expect(await reserve({ ...request, add: 2 })).toMatchObject({ answers: [{ fits: false, value: 9_000_000_000_000_001 }] });
    expect(fitting(await reserve({ ...request, add: 1 }))).toEqual([true]);
    expect(fitting(await reserve({ ...request, add: 1 }))).toEqual([false]);
    expect(fitting(await reserve({ ...request, add: 0 }))).toEqual([true]);
  });

  it('never lets pass what is more than the limit', async ({ reserve }) => {
    expect(await reserve(calls({ add: 4 }))).toEqual({ answers: [{ fits: false, value: 4 }], taken: [] });
    expect(fitting(await reserve(calls({ max: 0 })))).toEqual([false]);
  });

  it('takes none when one does not fit, and says which', async ({ reserve }) => {
    const [wide, narrow] = [calls({ max: 10 }), calls({ max: 1 })];
    await reserve(narrow);
    expect(await reserve(wide, narrow)).toEqual({
      answers: [
        { fits: true, value: 1 },
        { fits: false, value: 2 },
      ],
      taken: [],
    });
    expect(valuesOf(await reserve(wide))).toEqual([1]);
  });

  it('counts attempts, whatever becomes of the call', async ({ reserve, look, refund }) => {
    const [attempts, narrow] = [calls({ count: 'attempts', max: 3 }), calls({ max: 0 })];
    for (let i = 0; i < 2; i++) expect(fitting(await reserve(attempts, narrow))).toEqual([true, false]);
    expect(await look(attempts)).toEqual({ answers: [{ fits: true, value: 3 }], taken: [] });
    const refused = await reserve(attempts, calls());
    expect(refused).toEqual({
      answers: [
        { fits: false, value: 4 },
        { fits: true, value: 1 },
      ],
      taken: [],
    });
    await refund(refused);
    expect(fitting(await reserve(attempts))).toEqual([false]);
  });

  it('looks without taking', async ({ reserve, look }) => {
    const request = calls({ max: 1 });
    for (let i = 0; i < 3; i++) expect(await look(request)).toEqual({ answers: [{ fits: true, value: 1 }], taken: [] });
    expect(fitting(await reserve(request))).toEqual([true]);
    expect(fitting(await look(request))).toEqual([false]);
  });

  it('gives back what was taken, and no more than that', async ({ reserve, refund }) => {
    const request = calls({ max: 10, add: 4 });
    const [first, second] = [await reserve(request), await reserve(request)];
    expect(fitting(await reserve(request))).toEqual([false]);
    await refund(first);
    expect(valuesOf(await reserve({ ...request, add: 6 }))).toEqual([10]);
    await refund(second);
    expect(valuesOf(await reserve({ ...request, add: 4 }))).toEqual([10]);
    await refund({ answers: [], taken: [{ ...request, add: 99, slot: 1 }] });
    expect(valuesOf(await reserve({ ...request, add: 0 }))).toEqual([10]);
  });
}

/** Such a window is over soon, and long enough for a busy machine. */
const SHORT = 1_200;
function windowCases(it: Case): void {
  it('forgets what is older than the window, and nothing that is not', async ({ reserve, subject }) => {
    const request = calls({ window_ms: SHORT, max: 2 });
    await reserve(request);
    await subject.pass(SHORT / 2);
    expect(valuesOf(await reserve(request))).toEqual([2]);
    await subject.pass(SHORT / 2 + SHORT / 30);
    expect(await reserve(request)).toMatchObject({ answers: [{ fits: true, value: 2 }] });
    await subject.pass(SHORT * 1.1);
    expect(valuesOf(await reserve(request))).toEqual([1]);
  });

  it('has nothing to give back of what is over', async ({ reserve, refund, subject }) => {
    const request = calls({ window_ms: SHORT / 4 });
    const first = await reserve(request);
    await subject.pass(SHORT / 2);
    await refund(first);
    expect(valuesOf(await reserve(request))).toEqual([1]);
  });

  it('counts attempts beyond the limit until they are old, and not for longer', async ({ reserve, look, subject }) => {
    const request = calls({ window_ms: SHORT, max: 2, count: 'attempts' });
    for (let i = 0; i < 50; i++) await reserve(request);
    await subject.pass(SHORT / 2);
    expect(fitting(await reserve(request))).toEqual([false]);
    await subject.pass(SHORT / 2 + SHORT / 30);
    expect(await look(request)).toMatchObject({ answers: [{ fits: true, value: 2 }] });
  });
}

const to = (...add: string[]): CounterRequest => calls({ add, max: 2 });
function valueCases(it: Case): void {
  it('counts distinct values', async ({ reserve }) => {
    const request = to('a');
    const seen = [];
    for (const add of [['a'], ['a'], ['b'], ['c'], ['a', 'b'], ['b', 'c']]) seen.push((await reserve({ ...request, add })).answers[0]);
    expect(seen).toEqual([
      { fits: true, value: 1 },
      { fits: true, value: 1 },
      { fits: true, value: 2 },
      { fits: false, value: 3 },
      { fits: true, value: 2 },
      { fits: false, value: 3 },
    ]);
  });

  it('gives a value back when no call is left that it stands for', async ({ reserve, refund }) => {
    const request = to('a');
    const [first, second] = [await reserve(request), await reserve(request)];
    await reserve({ ...request, add: ['b'] });
    await refund(second);
    expect(fitting(await reserve({ ...request, add: ['c'] }))).toEqual([false]);
    await refund(first);
    expect(fitting(await reserve({ ...request, add: ['c'] }))).toEqual([true]);
    await refund(first);
    expect(valuesOf(await reserve({ ...request, add: [] }))).toEqual([2]);
  });

  it('does not forget an earlier call of a value when a later one is given back', async ({ reserve, refund, subject }) => {
    const request = { ...to('a'), window_ms: SHORT, max: 1 };
    await reserve(request);
    await subject.pass(SHORT / 4);
    const again = await reserve(request);
    await refund(again);
    expect(fitting(await reserve({ ...request, add: ['b'] }))).toEqual([false]);
    await subject.pass(SHORT * 0.85);
    expect(fitting(await reserve({ ...request, add: ['b'] }))).toEqual([true]);
  });

  it('counts attempts at values that the limit does not allow', async ({ reserve, look, subject }) => {
    const request = { ...to(), window_ms: SHORT, max: 1, count: 'attempts' as const };
    for (const add of [['a'], ['b'], ['c']]) await reserve({ ...request, add });
    await subject.pass(SHORT / 2);
    await reserve({ ...request, add: ['d'] });
    await subject.pass(SHORT / 2 + SHORT / 30);
    expect(valuesOf(await look(request))).toEqual([1]);
    expect(fitting(await look({ ...request, add: ['e'] }))).toEqual([false]);
  });
}

const flying = (...slots: string[]): CounterRequest => calls({ add: { slots }, max: 2 });
const begun = (request: CounterRequest, call: string | null, own: string): CounterRequest => ({
  ...request,
  add: { slots: [slotName(call, own)] },
});
function flightCases(it: Case): void {
  it('lets as many calls be in flight as the limit says, and one more for each that is answered', async ({ reserve, release }) => {
    const request = flying();
    const one = (own: string): Promise<Reserved> => reserve(begun(request, 'a', own));
    const two = (own: string): Promise<Reserved> => reserve(begun(request, 'b', own));
    expect([await one('1'), await two('2'), await one('3')].map(({ answers }) => answers[0])).toEqual([
      { fits: true, value: 1 },
      { fits: true, value: 2 },
      { fits: false, value: 3 },
    ]);
    await release(request.key, 'c');
    expect(fitting(await one('4'))).toEqual([false]);
    await release(request.key, 'b');
    expect(await one('5')).toMatchObject({ answers: [{ fits: true, value: 2 }] });
    expect(fitting(await two('6'))).toEqual([false]);
  });

  it('one answer frees one call, though several bear its id, and none that begins like it', async ({ reserve, look, release }) => {
    const request = { ...flying(), max: 10 };
    for (const [call, own] of [
      ['a', '1'],
      ['a', '2'],
      ['a', '3'],
      ['ab', '4'],
      [null, '5'],
    ] as const)
      await reserve(begun(request, call, own));
    const left = async (): Promise<number[]> => valuesOf(await look({ ...request, add: { slots: [] } }));
    await release(request.key, 'a', 'b');
    expect(await left()).toEqual([4]);
    for (let i = 0; i < 5; i++) await release(request.key, 'a');
    expect(await left()).toEqual([2]);
    await release(request.key, 'ab');
    expect(await left()).toEqual([1]);
  });

  it('gives back the slot of the call itself, once', async ({ reserve, refund, look, release }) => {
    const request = flying();
    const [first, second] = [await reserve(begun(request, 'a', '1')), await reserve(begun(request, 'a', '2'))];
    await refund(first);
    await refund(first);
    expect(valuesOf(await look({ ...request, add: { slots: [] } }))).toEqual([1]);
    await release(request.key, 'a');
    await refund(second);
    expect(valuesOf(await look({ ...request, add: { slots: [] } }))).toEqual([0]);
    await release(newKey(), 'a');
  });

  it('holds none where another limit refuses, nor where it only looks', async ({ reserve, look }) => {
    const [request, narrow] = [flying(), calls({ max: 0 })];
    expect(fitting(await reserve(begun(request, 'a', '1'), narrow))).toEqual([true, false]);
    expect(fitting(await look(begun(request, 'a', '2')))).toEqual([true]);
    expect(valuesOf(await look(begun(request, 'a', '3')))).toEqual([1]);
  });

  it('takes the calls of one message together, or none of them', async ({ reserve, look }) => {
    const request = flying('a#1', 'a#2');
    expect(await reserve({ ...request, max: 1 })).toEqual({ answers: [{ fits: false, value: 2 }], taken: [] });
    expect(await reserve(request)).toMatchObject({ answers: [{ fits: true, value: 2 }] });
    expect(fitting(await look(begun(request, 'b', '3')))).toEqual([false]);
  });

  it('frees each slot when its lease is over, and no other', async ({ reserve, look, release, subject }) => {
    const request = { ...flying(), window_ms: SHORT };
    await reserve(begun(request, 'a', '1'));
    await subject.pass(SHORT / 2);
    await reserve(begun(request, 'a', '2'));
    expect(fitting(await reserve(begun(request, 'b', '3')))).toEqual([false]);
    await subject.pass(SHORT / 2 + SHORT / 30);
    expect(valuesOf(await look({ ...request, add: { slots: [] } }))).toEqual([1]);
    // What is over is not what an answer frees.
    await release(request.key, 'a');
    expect(valuesOf(await look({ ...request, add: { slots: [] } }))).toEqual([0]);
  });
}

function crowdCases(it: Case): void {
  it('of 20 calls at once, of several processes, no more are in flight than the limit says', async ({ subject }) => {
    const all = [subject.counters, ...subject.others];
    const request = { ...flying(), max: 7 };
    const at = (i: number) => all[i % all.length]!;
    const crowd = (): Promise<Reserved[]> =>
      Promise.all(
        Array.from({ length: 20 }, (_, i) => at(i).reserve([begun(request, `call${i}`, `${i}`)], { is_taken: true }, subject.now())),
      );
    const reserved = await crowd();
    expect(reserved.filter(({ taken }) => taken.length === 1)).toHaveLength(7);
    // Each is answered by way of another process than the one that it came by.
    await Promise.all(
      reserved.map(({ taken }, i) =>
        taken.length ? at(i + 1).release([{ key: request.key, call: `call${i}` }], subject.now()) : Promise.resolve(),
      ),
    );
    expect((await crowd()).filter(({ taken }) => taken.length === 1)).toHaveLength(7);
  });

  it('is exact under 20 calls at once, of several processes', async ({ subject }) => {
    const all = [subject.counters, ...subject.others];
    const [request, values, sum] = [calls({ max: 10 }), calls({ max: 10, add: [] }), calls({ max: 1_000_000, add: 99_999 })];
    const reserved = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        all[i % all.length]!.reserve([request, { ...values, add: [`v${i}`] }, sum], { is_taken: true }, subject.now()),
      ),
    );
    expect(reserved.filter(({ taken }) => taken.length === 3)).toHaveLength(10);
    expect(reserved.filter(({ taken }) => taken.length === 0)).toHaveLength(10);
  });

  it('comes out even when everything is given back, in any order', async ({ subject }) => {
    const all = [subject.counters, ...subject.others];
    const [request, values] = [calls({ max: 1_000 }), calls({ max: 1_000, add: [] })];
    const reserved = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        all[i % all.length]!.reserve([request, { ...values, add: [`v${i % 7}`, `w${i}`] }], { is_taken: true }, subject.now()),
      ),
    );
    await Promise.all(reserved.toReversed().map(({ taken }, i) => all[i % all.length]!.refund(taken, subject.now())));
    const { answers } = await subject.counters.reserve([request, { ...values, add: ['x'] }], { is_taken: false }, subject.now());
    expect(answers.map(({ value }) => value)).toEqual([1, 1]);
  });
}
