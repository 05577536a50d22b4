import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTracing, SPANS_WAITING_MAX } from '#adapters/tracing.ts';
import { Notes } from '#app/notes.ts';
import type { TraceParent, Tracing } from '#app/telemetry.ts';
import { type Collector, openCollector } from '../support/collector.ts';

const PARENT: TraceParent = { trace_id: '4bf92f3577b34da6a3ce929d0e0e4736', span_id: '00f067aa0ba902b7', sampled: true };

let collector: Collector;
let tracing: Tracing;
let counts: Record<string, number> = {};
const open = (ratio = 1, endpoint = collector.endpoint): Tracing => {
  const own: Record<string, number> = { exported: 0, failed: 0, queue_full: 0 };
  const count = (outcome: string, spans: number): void => void (own[outcome] = (own[outcome] ?? 0) + spans);
  counts = own;
  return openTracing({ endpoint, service: { name: 'countersign', version: '1.2.3' }, ratio, count });
};
beforeEach(async () => {
  collector = await openCollector();
  tracing = open();
});
afterEach(async () => {
  await collector.close();
  await tracing.close();
});

/** A request that took 5 ms, and passed the stages. */
function passOne(parent: TraceParent | null, status = 200): string {
  const started_ms = performance.now();
  const span = tracing.start(parent, started_ms);
  const notes = new Notes();
  notes.passed('authenticate', started_ms + 1, started_ms + 2);
  notes.passed('judge', started_ms + 2, started_ms + 3);
  notes.passed('commit', started_ms + 3, started_ms + 4.5);
  const fields = { request_id: 'req_1', decision: 'deny', findings: 2, duration_ms: 5 };
  span.end({ method: 'POST', route: '/validate', status, ended_ms: started_ms + 5, notes, fields });
  return span.traceparent;
}
const sent = () => collector.spans;

describe('spans', () => {
  it('a request is a child of the span that its caller names, and its stages are children of it', async () => {
    const traceparent = passOne(PARENT);
    await tracing.close();
    const server = sent().find(({ kind }) => kind === 2);
    expect(server).toMatchObject({
      traceId: PARENT.trace_id,
      parentSpanId: PARENT.span_id,
      name: 'POST /validate',
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/validate',
        'http.response.status_code': 200,
        'countersign.request_id': 'req_1',
        'countersign.decision': 'deny',
        'countersign.findings': 2,
      },
      resource: { 'service.name': 'countersign', 'service.version': '1.2.3' },
    });
    expect(traceparent).toBe(`00-${PARENT.trace_id}-${server?.spanId}-01`);
    const stages = sent().filter(({ parentSpanId }) => parentSpanId === server?.spanId);
    expect(stages.map(({ name }) => name)).toEqual(['authenticate', 'judge', 'commit']);
    const ms = (span: (typeof stages)[number] | undefined): number =>
      span ? Number(span.endTimeUnixNano - span.startTimeUnixNano) / 1e6 : 0;
    expect(stages.map((stage) => Math.round(ms(stage) * 10) / 10)).toEqual([1, 1, 1.5]);
    expect(ms(server)).toBeCloseTo(5, 1);
    expect(Math.abs(Number(server?.startTimeUnixNano ?? 0n) / 1e6 - Date.now())).toBeLessThan(60_000);
    expect(counts).toEqual({ exported: 4, failed: 0, queue_full: 0 });
  });

  it('without a parent a trace begins, with a status of error for our own failures alone', async () => {
    passOne(null, 503);
    passOne(null, 429);
    await tracing.close();
    const servers = sent().filter(({ kind }) => kind === 2);
    expect(servers.map(({ status }) => status.code ?? 0)).toEqual([2, 0]);
    expect(new Set(servers.map(({ traceId }) => traceId)).size).toBe(2);
    expect(servers.every(({ parentSpanId }) => !parentSpanId)).toBe(true);
  });

  it('a caller that does not record decides for us too', async () => {
    expect(passOne({ ...PARENT, sampled: false })).toMatch(new RegExp(`^00-${PARENT.trace_id}-[0-9a-f]{16}-00$`));
    await tracing.close();
    expect([sent(), counts]).toEqual([[], { exported: 0, failed: 0, queue_full: 0 }]);
  });

  it('of traces that begin here the configured part is recorded; a caller that records is followed always', async () => {
    tracing = open(0);
    expect(passOne(null)).toMatch(/-00$/);
    expect(passOne(PARENT)).toMatch(/-01$/);
    await tracing.close();
    expect(new Set(sent().map(({ traceId }) => traceId))).toEqual(new Set([PARENT.trace_id]));
  });
});

describe('a collector that', () => {
  it('refuses: spans are lost and counted, and later ones arrive', async () => {
    collector.behave(400);
    passOne(PARENT);
    await vi.waitFor(() => expect(counts['failed']).toBe(4), { timeout: 10_000 });
    collector.behave('well');
    passOne(PARENT);
    await tracing.close();
    expect(counts).toEqual({ exported: 4, failed: 4, queue_full: 0 });
  });

  it('does not answer: what waits is bounded, the rest is dropped and counted, and going down does not wait for it', async () => {
    collector.behave('silently');
    const requests = 3_000;
    for (let i = 0; i < requests; i++) passOne(PARENT);
    const dropped = counts['queue_full'] ?? 0;
    // One batch, or one more, is on its way.
    expect(dropped).toBeGreaterThanOrEqual(requests * 4 - SPANS_WAITING_MAX - 2 * 512);
    const from = performance.now();
    await tracing.close();
    expect(performance.now() - from).toBeLessThan(8_000);
  });

  it('is slow to take notice: going down sends all that waits', async () => {
    for (let i = 0; i < 1_500; i++) passOne(PARENT);
    await tracing.close();
    expect(counts['failed']).toBe(0);
    expect(counts['exported']).toBe(6_000);
    expect(sent()).toHaveLength(6_000);
  });

  it('is not there: spans are counted as lost', async () => {
    await collector.close();
    passOne(PARENT);
    await tracing.close();
    expect(counts).toMatchObject({ exported: 0, queue_full: 0 });
    await vi.waitFor(() => expect(counts['failed']).toBe(4), { timeout: 10_000 });
  });
});
