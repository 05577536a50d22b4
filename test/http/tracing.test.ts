/** Traces of calls, by either front. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openTracing } from '#adapters/tracing.ts';
import { hostileCalls, sendAll, TRACES } from '../support/hostile-traffic.ts';
import { type Collected, type Collector, openCollector } from '../support/collector.ts';
import { embeddedStores, LIST_TOOLS, openHarness, type Harness } from './harness.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

let collector: Collector;
let harness: Harness;
let key = '';
beforeAll(async () => {
  collector = await openCollector();
  const service = { name: 'countersign', version: '0' };
  harness = await openHarness(await embeddedStores(), {
    trace: (count) => openTracing({ endpoint: collector.endpoint, service, ratio: 1, count }),
  });
  key = (await harness.tenant({ plan: 'standard' })).key;
});
afterAll(async () => {
  await harness.close();
  await harness.world.telemetry.tracing?.close();
  await collector.close();
});

const validate = (traceparent?: string, more: object = {}) =>
  harness.ask('POST', '/validate', { key, json: LIST_TOOLS, headers: traceparent === undefined ? {} : { traceparent }, ...more });
/** By its header, once the collector has it. */
const spanOf = (response: Response): Promise<Collected> => {
  const id = response.headers.get('traceparent')?.split('-')[2];
  return vi.waitFor(
    () => {
      const found = collector.spans.find(({ spanId }) => spanId === id);
      if (!found) throw new Error(`no span ${id} yet`);
      return found;
    },
    { timeout: 10_000, interval: 50 },
  );
};
const childrenOf = ({ spanId }: Collected): string[] =>
  collector.spans.filter(({ parentSpanId }) => parentSpanId === spanId).map(({ name }) => name);

it('a verdict: a span under that of the caller, with a stage each, and its name in the answer', async () => {
  const response = await validate(`00-${TRACE}-${SPAN}-01`);
  expect(response.headers.get('traceparent')).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01$`));
  const span = await spanOf(response);
  expect(span).toMatchObject({ traceId: TRACE, parentSpanId: SPAN, name: 'POST /validate' });
  expect(span.attributes).toMatchObject({ 'countersign.decision': 'allow', 'countersign.request_id': response.headers.get('request-id') });
  expect(childrenOf(span)).toEqual(['authenticate', 'limits', 'judge', 'policies', 'commit']);
  expect(harness.logs.some((line) => line.includes(`"trace_id":"${TRACE}"`))).toBe(true);
});

it('operations that only Hono serves, and refusals, have spans too', async () => {
  for (const [method, path, name, status] of [
    ['GET', '/keys', 'GET /keys', 200],
    ['GET', '/keys/key_00000000000000000000000000', 'GET /keys/{id}', 404],
    ['GET', '/nowhere', 'GET none', 404],
  ] as const) {
    const response = await harness.ask(method, path, { key });
    expect((await spanOf(response)).attributes).toMatchObject({ 'http.response.status_code': status });
    expect(await spanOf(response)).toMatchObject({ name });
  }
  const refused = await validate(undefined, { key: null });
  expect((await spanOf(refused)).attributes).toMatchObject({ 'countersign.code': 'KEY_MISSING' });
});

it('what is no traceparent is as if it were not there', async () => {
  const response = await validate(`00-${TRACE}-${SPAN}-01-more`);
  expect(response.status).toBe(200);
  expect((await spanOf(response)).parentSpanId ?? '').toBe('');
});

it('flags 00: no span, and the answer says so', async () => {
  const trace = TRACE.replace('4', '5');
  const response = await validate(`00-${trace}-${SPAN}-00`);
  expect(response.headers.get('traceparent')).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-00$`));
  await spanOf(await validate());
  expect(collector.spans.filter(({ traceId }) => traceId === trace)).toEqual([]);
});

it('spans bear nothing of what a caller says, and no address', async () => {
  await sendAll(harness, hostileCalls(key));
  await spanOf(await validate());
  const text = collector.bodies.join('\n');
  expect(collector.spans.length).toBeGreaterThan(100);
  expect(TRACES.filter((trace) => text.includes(trace))).toEqual([]);
  expect(text).not.toMatch(/"(?:url|http\.(?:url|target)|client\.|user_agent)/);
});

it('a collector that refuses, hangs or is gone is nothing to the callers', async () => {
  const metric = async (): Promise<number> =>
    Number(/countersign_spans_total\{outcome="failed"\} (\d+)/.exec((await harness.world.telemetry.metrics()).text)?.[1]);
  collector.behave(400);
  const before = await metric();
  expect((await validate()).status).toBe(200);
  await vi.waitFor(async () => expect(await metric()).toBeGreaterThan(before), { timeout: 10_000, interval: 50 });
  collector.behave('silently');
  expect((await validate()).status).toBe(200);
  await collector.close();
  expect((await validate()).status).toBe(200);
  expect(harness.logs.filter((line) => /"level":"(?:warn|error)"/.test(line))).toEqual([]);
});
