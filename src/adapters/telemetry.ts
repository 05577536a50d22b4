/** Logs by pino, metrics for Prometheus. No label bears a tenant, a key or anything else that a caller chose. */
import { Counter, Histogram, Registry, collectDefaultMetrics } from '@prometheus-io/client';
import { pino, type DestinationStream, type Logger } from 'pino';
import type { Log, LogFields, Telemetry } from '#app/telemetry.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const CAUSES_MAX = 5;
/** Lines are written together: at this many bytes (below the 16 KiB that pino writes at once), and at the latest after so long. What is lost with a killed process is no more. */
const LOG_BUFFER_BYTES = 16_000;
const LOG_FLUSH_MS = 200;

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export type TelemetryOptions = {
  level: LogLevel;
  destination?: { write(line: string): void };
  /** Makes of the numbers of this process those of all that belong together. */
  share?: ((own: Registry) => () => Promise<string>) | undefined;
};

export function openTelemetry(options: TelemetryOptions): Telemetry {
  const logger = pino(
    {
      level: options.level,
      base: null,
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    options.destination ?? standardOutput(),
  );
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const text = options.share?.(registry) ?? (() => registry.metrics());
  const registers = [registry];
  const requests = new Counter({
    name: 'countersign_requests_total',
    help: 'Requests by route template.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'countersign_request_seconds',
    help: 'Time to the answer.',
    labelNames: ['method', 'route'],
    buckets: SECONDS,
    registers,
  });
  const verdicts = new Counter({ name: 'countersign_verdicts_total', help: 'Verdicts by decision.', labelNames: ['decision'], registers });
  const findings = new Counter({ name: 'countersign_findings_total', help: 'Findings by category.', labelNames: ['category'], registers });
  const degraded = new Counter({
    name: 'countersign_degraded_total',
    help: 'Verdicts given while something was missing.',
    labelNames: ['what'],
    registers,
  });
  return {
    ...logsOf(logger),
    countVerdict(verdict) {
      verdicts.inc({ decision: verdict.decision });
      for (const { category } of verdict.findings) findings.inc({ category });
      for (const what of verdict.degraded) degraded.inc({ what });
    },
    countRequest({ method, route, status, seconds }) {
      const known = METHODS.has(method) ? method : 'other';
      requests.inc({ method: known, route, status: String(status) });
      durations.observe({ method: known, route }, seconds);
    },
    metrics: async () => ({ type: registry.contentType, text: await text() }),
  };
}

function standardOutput(): DestinationStream {
  const output = pino.destination({ fd: 1, sync: false, minLength: LOG_BUFFER_BYTES });
  setInterval(() => output.flush(), LOG_FLUSH_MS).unref();
  process.once('exit', () => output.flushSync());
  return output;
}

function logsOf(logger: Logger): Pick<Telemetry, 'info' | 'warn' | 'error'> {
  const at =
    (level: 'info' | 'warn' | 'error'): Log =>
    (message, fields, error) =>
      logger[level](error === undefined ? { ...fields } : { ...fields, error: causesOf(error) }, message);
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

/** What went wrong and where, outermost first: names, messages and stacks of errors, never their other members. */
function causesOf(error: unknown): LogFields[] {
  const causes: LogFields[] = [];
  for (
    let cause: unknown = error;
    cause !== undefined && causes.length < CAUSES_MAX;
    cause = cause instanceof Error ? cause.cause : undefined
  ) {
    if (cause instanceof Error) causes.push({ name: cause.name, message: cause.message, stack: cause.stack });
    else causes.push({ message: `threw a ${typeof cause}` });
  }
  return causes;
}
