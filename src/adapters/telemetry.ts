/** What the operator sees: the log, the metrics and, where a collector is configured, the traces. */
import type { Registry } from '@prometheus-io/client';
import type { Telemetry } from '#app/telemetry.ts';
import { openLog, type LogOptions } from './log.ts';
import { openMetrics, type Metrics } from './metrics.ts';

export type TelemetryOptions = LogOptions & {
  /** Makes of the numbers of this process those of all that belong together. */
  share?: ((own: Registry) => () => Promise<string>) | undefined;
  trace?: ((count: Metrics['countSpans']) => Telemetry['tracing']) | undefined;
};

export function openTelemetry({ share, trace, ...log }: TelemetryOptions): Telemetry {
  const { registry, countSpans, ...metrics } = openMetrics();
  const text = share?.(registry) ?? (() => registry.metrics());
  return {
    ...openLog(log),
    ...metrics,
    metrics: async () => ({ type: registry.contentType, text: await text() }),
    tracing: trace?.(countSpans) ?? null,
  };
}
