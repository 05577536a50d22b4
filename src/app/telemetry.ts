/**
 * What the application tells its operator. No message text and no identifier of the caller's goes through here; labels of metrics bear
 * no tenant and no key, lines of the log and spans bear their ids, which are ours.
 */
import type { ProblemCode } from '#core/problem.ts';
import type { Verdict } from '#core/verdict.ts';
import type { Notes } from './notes.ts';

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined | readonly string[]>>;
export type Log = (message: string, fields?: LogFields, error?: unknown) => void;

/** What lines up, and for what. */
export const QUEUES = ['audit', 'judging', 'key_lookups', 'store'] as const;
export type Queue = (typeof QUEUES)[number];

/** States that are read when somebody asks for the metrics. */
export type Gauges = {
  queues: Record<Queue, () => number>;
  audit_queue_bytes: () => number;
  journal_bytes: () => number;
  /** 1 while it does not answer. */
  store_lost: () => number;
  limiter_lost: () => number;
  /** Since the store was last asked what others have changed. */
  changes_age_seconds: () => number;
  /** Since the oldest of the files that tell where addresses are was built; 0 without any. */
  geo_age_seconds: () => number;
  connections: () => Promise<number>;
};

export type Telemetry = {
  info: Log;
  warn: Log;
  error: Log;
  countVerdict(verdict: Verdict): void;
  /** `route` is a template such as `/keys/{id}`, never a path that a caller chose. */
  countRequest(request: { method: string; route: string; status: number; seconds: number; code?: ProblemCode | undefined }): void;
  /** Cases that got no verdict because the month was used up. */
  countQuotaRefused(cases: number): void;
  /** A question that the shared limiter did not answer. */
  countLimiterFailure(): void;
  /** Verdicts that went from the journal into the store. */
  countReplayed(entries: number): void;
  /** One message. */
  observeJudging(seconds: number): void;
  observeCommit(commit: { entries: number; tenants: number; seconds: number }): void;
  /** One call of the limiter's script. */
  observeLimiterCall(turns: number): void;
  /** Whoever knows these states tells how they are read. */
  watch(gauges: Partial<Gauges>): void;
  /** Prometheus text. */
  metrics(): Promise<{ type: string; text: string }>;
  /** Null where no collector is configured. */
  readonly tracing: Tracing | null;
};

/** Of W3C Trace Context: 32 and 16 hexadecimal digits. */
export type TraceParent = { trace_id: string; span_id: string; sampled: boolean };

export type RequestSpan = {
  readonly trace_id: string;
  /** The header that names this span. */
  readonly traceparent: string;
  /** `fields` are those of the line in the log. */
  end(ended: { method: string; route: string; status: number; ended_ms: number; notes: Notes; fields: LogFields }): void;
};

export type Tracing = {
  /** A child of `parent`, which decides whether it is recorded; without one the configuration decides. By the stopwatch. */
  start(parent: TraceParent | null, started_ms: number): RequestSpan;
  /** Sends what is left, or gives up after some seconds. */
  close(): Promise<void>;
};
