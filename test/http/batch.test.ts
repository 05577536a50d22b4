import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BODY_BYTES_MAX } from '#core/json.ts';
import { GROUP_MAX } from '#http/lines.ts';
import { openJudging } from '../support/judging.ts';
import { hostedStores, LIST_TOOLS, openHarness, type Harness, type Tenancy } from './harness.ts';

const result = z.looseObject({
  item_id: z.string(),
  id: z.string().optional(),
  decision: z.string().optional(),
  error: z.looseObject({ code: z.string(), errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional() }).optional(),
});
const answer = z.object({ results: z.array(result), summary: z.record(z.string(), z.number()) });

const made = z.looseObject({ id: z.string(), key: z.string() });

let harness: Harness;
let own: Tenancy;
beforeAll(async () => {
  harness = await openHarness(await hostedStores());
  own = await harness.tenant();
});
afterAll(() => harness.close());

const TRAVERSAL = {
  request: { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'read_file', arguments: { path: '../../../../etc/passwd' } } },
};

const post = (raw: string) => harness.ask('POST', '/validate/batch', { key: own.key, raw });
const stream = (raw: string | ReadableStream<Uint8Array>) =>
  harness.ask('POST', '/validate/batch', { key: own.key, raw, type: 'application/x-ndjson' });
const strip = (v: object) => ({ ...v, id: '', item_id: '', latency_ms: 0, reply: '' });
const lines = async (response: Response) =>
  (await response.text())
    .trimEnd()
    .split('\n')
    .map((line) => result.parse(JSON.parse(line)));

describe('a JSON batch', () => {
  it('keeps the order, and one bad item fails alone', async () => {
    const raw = `{"items":[{"id":"a",${inner(LIST_TOOLS)}},{"id":"b","request":"x"},{"id":"c","request":{},"bad":1,"bad":2},${JSON.stringify(TRAVERSAL)},7]}`;
    const { results, summary } = answer.parse(await (await post(raw)).json());
    expect(results.map((r) => r.item_id)).toEqual(['a', 'b', 'c', '3', '4']);
    expect(results.map((r) => r.decision ?? r.error?.code)).toEqual(['allow', 'BODY_INVALID', 'JSON_REFUSED', 'deny', 'BODY_INVALID']);
    expect(results[1]?.error?.errors?.[0]?.pointer).toBe('/items/1/request');
    expect(results[2]?.error?.errors?.[0]?.pointer).toBe('/items/2/bad');
    expect(summary).toEqual({ allow: 1, challenge: 0, deny: 1, error: 3 });
  });

  it('gives the verdicts that single calls give, and they are in the audit trail', async () => {
    const items = [LIST_TOOLS, TRAVERSAL, { request: { jsonrpc: '2.0', method: 1 } }];
    const { results } = answer.parse(await (await post(JSON.stringify({ items }))).json());
    for (const [i, item] of items.entries()) {
      const single = z.looseObject({}).parse(await (await harness.ask('POST', '/validate', { key: own.key, json: item })).json());
      expect(strip(results[i] ?? {})).toEqual(strip(single));
      expect((await harness.ask('GET', `/audit/${results[i]?.id}`, { key: own.key })).status).toBe(200);
    }
  });

  it('a fault inside the message of an item goes to its verdict', async () => {
    const raw = '{"items":[{"request":{"jsonrpc":"2.0","id":1,"method":"ping","method":"ping"}}]}';
    const [first] = answer.parse(await (await post(raw)).json()).results;
    expect(first).toMatchObject({ decision: 'deny', status: 400 });
  });

  it.each([[0], [101]])('%d items are refused', async (n) => {
    const response = await post(JSON.stringify({ items: Array(n).fill(LIST_TOOLS) }));
    expect(await response.json()).toMatchObject({ code: 'BODY_INVALID', errors: [{ pointer: '/items' }] });
  });
});

/** Streams never take the lean lane, and how far a client reads ahead is its own affair. */
describe.skipIf(process.env['TEST_FRONT'] === 'lane')('a stream of lines', () => {
  it('answers each line in order; what is wrong with one is answered in its place', async () => {
    const ok = JSON.stringify(LIST_TOOLS);
    const broken = ['{"request":', 'x'.repeat(BODY_BYTES_MAX + 1), '{"request":{},"context":{},"context":{}}', '{"request":1}'];
    const many = [...Array<string>(250).fill(ok), ...broken, ...Array<string>(250).fill(ok)];
    const response = await stream(`${many.join('\n')}\n`);
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const results = await lines(response);
    expect(results.map((r) => r.item_id)).toEqual(many.map((_, i) => String(i)));
    const codes = results.map((r) => r.decision ?? r.error?.code);
    expect(codes.slice(250, 254)).toEqual(['JSON_INVALID', 'BODY_TOO_LARGE', 'JSON_REFUSED', 'BODY_INVALID']);
    expect(codes.toSpliced(250, 4).every((c) => c === 'allow')).toBe(true);
    expect(new Set(results.map((r) => r.id)).size).toBe(501);
  });

  it('takes CRLF, blank lines, ids of items, and a last line without an end', async () => {
    const results = await lines(await stream(`{"id":"a",${inner(LIST_TOOLS)}}\r\n\r\n   \n{"id":"b",${inner(LIST_TOOLS)}}`));
    expect(results.map((r) => [r.item_id, r.decision])).toEqual([
      ['a', 'allow'],
      ['b', 'allow'],
    ]);
  });

  it('an empty stream has an empty answer', async () => {
    expect(await (await stream('')).text()).toBe('');
  });

  it('reads no further than its reader wants, and stops when the reader has gone', async () => {
    let pulled = 0;
    let cancelled = false;
    const line = new TextEncoder().encode(`${JSON.stringify(LIST_TOOLS)}\n`);
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled++;
        controller.enqueue(line);
      },
      cancel() {
        cancelled = true;
      },
    });
    const reader = (await stream(endless)).body?.getReader();
    await reader?.read();
    await reader?.read();
    // One group is answered; the next ones are under way or read, and there it stays.
    expect(pulled).toBeLessThan(5 * GROUP_MAX);
    const before = pulled;
    for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(pulled).toBeLessThan(before + 5);
    await reader?.cancel();
    expect(cancelled).toBe(true);
  });

  it('a key that is revoked in mid-stream gets no more verdicts, and the log one line of it', async () => {
    const { id, key } = made.parse(
      await (await harness.ask('POST', '/keys', { key: own.key, json: { name: 'k', scopes: ['validate'] } })).json(),
    );
    const line = new TextEncoder().encode(`${JSON.stringify(LIST_TOOLS)}\n`);
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const answering = harness.ask('POST', '/validate/batch', { key, raw: readable, type: 'application/x-ndjson' });
    void writer.write(line);
    const before = harness.logs.length;
    const codes: (string | undefined)[] = [];
    for await (const chunk of (await answering).body ?? []) {
      const { decision, error } = result.parse(JSON.parse(new TextDecoder().decode(chunk)));
      codes.push(decision ?? error?.code);
      if (codes.length === 1) await harness.ask('DELETE', `/keys/${id}`, { key: own.key });
      void (codes.length < 6 ? writer.write(line) : writer.close());
    }
    expect(codes).toEqual(['allow', ...Array(5).fill('KEY_REVOKED')]);
    const told = harness.logs.slice(before).filter((entry) => entry.includes('lines of a stream were not judged'));
    expect(told).toEqual([expect.stringContaining('"level":"info"')]);
  });

  it('lines that other threads fail to judge keep their ids, and their own faults', async () => {
    const { judging } = harness.world;
    const dying = openJudging({
      entry: new URL(
        "data:text/javascript,import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(1));",
      ),
    });
    harness.world.judging = dying;
    try {
      const filler = { request: { jsonrpc: '2.0', id: 1, method: 'ping', params: { filler: 'x'.repeat(20_000) } } };
      const raw = [JSON.stringify({ id: 'mine', ...filler }), '{"id": "bad", "request": 1}', JSON.stringify(filler)].join('\n');
      const results = await lines(await stream(raw));
      expect(results.map((r) => [r.item_id, r.error?.code])).toEqual([
        ['mine', 'INTERNAL'],
        ['bad', 'BODY_INVALID'],
        ['2', 'INTERNAL'],
      ]);
    } finally {
      harness.world.judging = judging;
      await dying.close();
    }
  });

  it('a stream above the rate is slowed down, not refused', async () => {
    const { key } = await harness.tenant({ plan: 'standard' });
    const raw = `${JSON.stringify(LIST_TOOLS)}\n`.repeat(230);
    const results = await lines(await harness.ask('POST', '/validate/batch', { key, raw, type: 'application/x-ndjson' }));
    expect(results.map((r) => r.decision)).toEqual(Array(230).fill('allow'));
  });
});

function inner(value: object): string {
  return JSON.stringify(value).slice(1, -1);
}
