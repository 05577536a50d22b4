/**
 * Traces by OpenTelemetry, over OTLP/HTTP in JSON. Loaded only where a collector is configured (`main.ts`). A request is one span; its
 * stages, which were timed for the log anyway, become its children once it has ended, so that nothing follows the call around.
 */
import { ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace, TraceFlags, type Tracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { STAGES, type Notes } from '#app/notes.ts';
import type { LogFields, RequestSpan, TraceParent, Tracing } from '#app/telemetry.ts';
import type { Metrics } from './metrics.ts';

/** Spans in memory that wait to be sent; the next ones are dropped and counted. */
export const SPANS_WAITING_MAX = 8_192;
const BATCH_SPANS_MAX = 512;
/** At the end all that waits is sent at once, beside what is on its way. */
const BATCHES_AT_ONCE_MAX = SPANS_WAITING_MAX / BATCH_SPANS_MAX + 2;
const SEND_EVERY_MS = 1_000;
/** For one batch, retries included. */
const SEND_MS_MAX = 5_000;
/** Of the time that a process has to go down. */
const CLOSE_MS_MAX = 5_000;

export type TracingOptions = {
  /** Of the collector, as `OTEL_EXPORTER_OTLP_ENDPOINT` has it: without `/v1/traces`. */
  endpoint: string;
  service: { name: string; version: string };
  /** Of the traces that begin here, the part that is recorded, in [0, 1]. */
  ratio: number;
  count: Metrics['countSpans'];
};

export function openTracing({ endpoint, service, ratio, count }: TracingOptions): Tracing {
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: SEND_MS_MAX, concurrencyLimit: BATCHES_AT_ONCE_MAX });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service.name, 'service.version': service.version }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [counted(exporter, count)],
  });
  const tracer = provider.getTracer('countersign', service.version);
  return {
    start: (parent, started_ms) => requestSpan(tracer, parent, started_ms),
    async close() {
      const late = Promise.withResolvers<void>();
      const timer = setTimeout(late.resolve, CLOSE_MS_MAX);
      // A collector that is gone is no reason to go down otherwise than in order.
      await Promise.race([provider.shutdown().catch(() => {}), late.promise]);
      clearTimeout(timer);
    },
  };
}

/** Batches behind the calls' back, and counts what becomes of every span: the library drops without a word. */
function counted(exporter: SpanExporter, count: Metrics['countSpans']): SpanProcessor {
  let waiting = 0;
  const batches = new BatchSpanProcessor({
    exporter: {
      export(spans, done) {
        waiting -= spans.length;
        exporter.export(spans, (result) => {
          count(result.code === 0 ? 'exported' : 'failed', spans.length);
          done(result);
        });
      },
      shutdown: () => exporter.shutdown(),
    },
    maxQueueSize: SPANS_WAITING_MAX,
    maxExportBatchSize: BATCH_SPANS_MAX,
    scheduledDelayMillis: SEND_EVERY_MS,
    exportTimeoutMillis: SEND_MS_MAX,
  });
  return {
    onStart: () => {},
    onEnd(span) {
      if (waiting >= SPANS_WAITING_MAX) return count('queue_full', 1);
      waiting++;
      batches.onEnd(span);
    },
    forceFlush: () => batches.forceFlush(),
    shutdown: () => batches.shutdown(),
  };
}

function requestSpan(tracer: Tracer, parent: TraceParent | null, started_ms: number): RequestSpan {
  const span = tracer.startSpan('request', { kind: SpanKind.SERVER, startTime: epoch(started_ms) }, contextOf(parent));
  const { traceId, spanId, traceFlags } = span.spanContext();
  return {
    trace_id: traceId,
    traceparent: `00-${traceId}-${spanId}-${traceFlags & TraceFlags.SAMPLED ? '01' : '00'}`,
    end({ method, route, status, ended_ms, notes, fields }) {
      if (!span.isRecording()) return;
      span.updateName(`${method} ${route}`);
      span.setAttributes({ 'http.request.method': method, 'http.route': route, 'http.response.status_code': status });
      span.setAttributes(own(fields));
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      endStages(tracer, span, notes);
      span.end(epoch(ended_ms));
    },
  };
}

function endStages(tracer: Tracer, parent: Span, notes: Notes): void {
  const context = trace.setSpan(ROOT_CONTEXT, parent);
  for (const name of STAGES) {
    const stage = notes.stages[name];
    if (!stage) continue;
    const attributes = name === 'judge' || name === 'commit' ? { 'countersign.verdicts': notes.verdicts } : {};
    tracer.startSpan(name, { startTime: epoch(stage.from_ms), attributes }, context).end(epoch(stage.from_ms + stage.ms));
  }
}

const contextOf = (parent: TraceParent | null): typeof ROOT_CONTEXT => {
  if (!parent) return ROOT_CONTEXT;
  const traceFlags = parent.sampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId: parent.trace_id, spanId: parent.span_id, traceFlags, isRemote: true });
};

/** What the line of the log says beyond HTTP and time. */
const OWN = ['request_id', 'code', 'client_request_id', 'tenant', 'key', 'body_bytes', 'decision', 'reason', 'verdicts', 'findings'];

function own(fields: LogFields): Record<string, string | number> {
  const attributes: Record<string, string | number> = {};
  for (const name of OWN) {
    const value = fields[name];
    if (typeof value === 'string' || typeof value === 'number') attributes[`countersign.${name}`] = value;
  }
  return attributes;
}

/** The stopwatch counts from the start of the process. */
const epoch = (stopwatch_ms: number): number => performance.timeOrigin + stopwatch_ms;
