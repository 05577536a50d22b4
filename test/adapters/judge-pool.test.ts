import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { judgeCase, type Judging, type ReadItem, type Unread } from '#app/judged.ts';
import { judgeClosely, type Snapshot } from '#core/judge.ts';
import { Problem } from '#core/problem.ts';
import { readEnvelope, readLines } from '#http/reading.ts';
import { FAILURES } from '../support/failing-judge.ts';
import { policyOf } from '../support/policies.ts';
import { openJudging } from '../support/judging.ts';

const SNAPSHOT: Snapshot = { posture: 'starter', strictness: 'standard', monitor: false, policies: [], suppressions: [], digest: 'none' };
const STRICT: Snapshot = { ...SNAPSHOT, policies: [policyOf('pol_1', { tools: { deny: ['read_*'] } })], digest: 'one' };
const NOW = Date.UTC(2026, 10, 21);
const attack = z.object({ call: z.string(), args: z.looseObject({}) });
const CORPUS: unknown[] = z.array(z.unknown()).parse(JSON.parse(readFileSync(new URL('../corpus/attacks.json', import.meta.url), 'utf8')));
const ATTACKS = CORPUS.flatMap((entry) => attack.safeParse(entry).data ?? []);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const call = (name: string, args: unknown, id = 1) => ({
  request: { jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } },
  context: { user_id: 'someone', agent_id: 'some agent', attributes: { many: [1, 2, 3] } },
});
const factsFor = (n: number) => ({ now_ms: NOW, verdict_ids: Array.from({ length: n }, (_, i) => `vrd_${i}`), limited: true });

describe('judging in another thread', () => {
  const judging = openJudging();
  afterAll(() => judging.close());

  it.each([
    ['without policies', SNAPSHOT],
    ['with a policy', STRICT],
  ])('gives what judging here gives, to the byte: %s', async (_, snapshot) => {
    const broken = ['{"request":', '7', '{"request":{},"context":{},"context":{}}', '{"request":{"a":1,"a":2}}', '[]'];
    expect(ATTACKS.length).toBeGreaterThan(300);
    const texts = [...ATTACKS.map(({ call: name, args }, i) => JSON.stringify({ id: `case ${i}`, ...call(name, args) })), ...broken];
    const lines = [...texts.map(bytesOf), null];
    const facts = factsFor(lines.length);
    const there = itemsOf(await judging.judge({ form: 'lines', lines, first: 7 }, snapshot, facts, 'stream'));
    const here = readLines(lines, 7).map((item, i) => {
      const { item_id } = item;
      if ('problem' in item) return { item_id, problem: item.problem };
      const judged = judgeCase(judgeClosely, item.case, snapshot, { now_ms: NOW, verdict_id: `vrd_${i}`, limited: true });
      const { user_id, agent_id } = judged.context;
      return { item_id, judged: { ...judged, context: { user_id, agent_id }, input: new Uint8Array(judged.input) } };
    });
    expect(there).toHaveLength(lines.length);
    expect(there.filter((item) => 'problem' in item).length).toBe(broken.length);
    expect(there).toEqual(here);
    const [first] = there;
    expect(first && 'judged' in first && first.judged.verdict.reasons.map((r) => r.code)).toContain('PATH_TRAVERSAL');
    // What policies will be asked crosses too; without policies nobody asks.
    expect(first && 'judged' in first && first.judged.question !== null).toBe(snapshot === STRICT);
  });

  it('a body that cannot be read is the problem that it is here', async () => {
    for (const text of ['{"request":', '{"nobody":1}', '{"request":{},"context":{"user_id":7}}', '\ud800']) {
      const bytes = bytesOf(text);
      const here = await Promise.resolve()
        .then(() => readEnvelope(bytes))
        .catch((error: unknown) => error);
      const there = await judging.judge({ form: 'envelope', bytes }, SNAPSHOT, factsFor(1), 'call').catch((error: unknown) => error);
      expect(there).toBeInstanceOf(Problem);
      expect({ ...(there as Problem) }).toEqual({ ...(here as Problem) });
      // The caller's own bytes are still there.
      expect(bytes.length).toBe(bytesOf(text).length);
    }
  });

  it('leaves the event loop free while the worst bodies are judged', async () => {
    const text = JSON.stringify(call('run', { sql: "' or (select 1, ".repeat(55_000) }));
    const started = performance.now();
    judgeCase(judgeClosely, readEnvelope(bytesOf(text)), SNAPSHOT, { now_ms: NOW, verdict_id: 'vrd_0', limited: true });
    const here_ms = performance.now() - started;
    const delays = monitorEventLoopDelay({ resolution: 1 });
    delays.enable();
    const answers = Array.from({ length: 6 }, () =>
      judging.judge({ form: 'envelope', bytes: bytesOf(text) }, SNAPSHOT, factsFor(1), 'call'),
    );
    let ordinary = 0;
    const over = new AbortController();
    const all = Promise.all(answers).finally(() => over.abort());
    while (!over.signal.aborted) {
      judgeCase(judgeClosely, readEnvelope(bytesOf(JSON.stringify(call('echo', { text: 'hello' })))), SNAPSHOT, {
        now_ms: NOW,
        verdict_id: 'vrd_0',
        limited: true,
      });
      ordinary++;
      await new Promise((resolve) => setImmediate(resolve));
    }
    delays.disable();
    expect((await all).map(itemsOf).every(([item]) => item && 'judged' in item)).toBe(true);
    expect(ordinary).toBeGreaterThan(20);
    // Judged here, each of them would have held it for `here_ms`.
    expect(delays.percentile(99) / 1e6).toBeLessThan(here_ms / 3);
  });
});

/** Nothing here names a set. */
function itemsOf(answer: Awaited<ReturnType<Judging['judge']>>): ReadItem[] {
  if ('wanted' in answer) throw new Error(`sets are wanted: ${answer.wanted.join()}`);
  return answer;
}

const failureOf = (how: keyof typeof FAILURES): Unread => ({ form: 'envelope', bytes: Uint8Array.of(FAILURES[how]) });

const judge = (pool: Judging, how: keyof typeof FAILURES, patience: 'call' | 'stream' = 'call') =>
  pool.judge(failureOf(how), SNAPSHOT, factsFor(1), patience);

describe('a judging thread that fails', () => {
  const pools: Judging[] = [];
  const failing = (options: { threads?: number; judging_ms_max?: number } = {}): Judging => {
    const pool = openJudging({ entry: new URL('../support/failing-judge.ts', import.meta.url), threads: 1, ...options });
    pools.push(pool);
    return pool;
  };
  afterEach(async () => {
    await Promise.all(pools.splice(0).map((pool) => pool.close()));
  });

  it.each(['dies', 'throws', 'grows'] as const)(
    'one that %s fails its own call alone, and is replaced',
    async (how) => {
      const pool = failing({ judging_ms_max: 60_000 });
      const [before, during, after] = await Promise.allSettled([judge(pool, 'answers'), judge(pool, how), judge(pool, 'answers')]);
      expect([before.status, after.status]).toEqual(['fulfilled', 'fulfilled']);
      expect(during).toMatchObject({ status: 'rejected', reason: { code: 'INTERNAL' } });
    },
    120_000,
  );

  it('one that does not come back is ended after its time, and the next call is answered', async () => {
    const pool = failing({ judging_ms_max: 1_500 });
    await judge(pool, 'answers');
    const [during, after] = await Promise.allSettled([judge(pool, 'hangs'), judge(pool, 'answers')]);
    expect(during).toMatchObject({
      status: 'rejected',
      reason: { code: 'INTERNAL', cause: { message: expect.stringContaining('1500 ms') } },
    });
    expect(after.status).toBe('fulfilled');
  });

  it('calls beyond those that may wait are refused with a time to come again; groups of streams wait in a line of their own', async () => {
    const pool = failing();
    const busy = judge(pool, 'hangs').catch(() => {});
    const waiting: Promise<unknown>[] = [];
    for (let i = 0; i < 1_024; i++) waiting.push(judge(pool, 'answers').catch(() => {}));
    expect(pool.waiting()).toBe(1_024);
    await expect(judge(pool, 'answers')).rejects.toMatchObject({ code: 'OVERLOADED', more: { retry_after_ms: expect.any(Number) } });
    waiting.push(judge(pool, 'answers', 'stream').catch(() => {}));
    expect(pool.waiting()).toBe(1_025);
    await pool.close();
    await Promise.all([busy, ...waiting]);
  });

  it('nor do more bytes wait than 32 MiB', async () => {
    const pool = failing();
    const busy = judge(pool, 'hangs').catch(() => {});
    const large: Unread = { form: 'envelope', bytes: new Uint8Array(1_048_576).fill(FAILURES.answers) };
    const ask = () => pool.judge(large, SNAPSHOT, factsFor(1), 'call');
    const waiting = Array.from({ length: 32 }, () => ask().catch(() => {}));
    await expect(ask()).rejects.toMatchObject({ code: 'OVERLOADED' });
    await expect(judge(pool, 'answers')).rejects.toMatchObject({ code: 'OVERLOADED' });
    await pool.close();
    await Promise.all([busy, ...waiting]);
  });
});
