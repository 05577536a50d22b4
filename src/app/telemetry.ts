/** What the application tells its operator. No message text, no identifier and no tenant goes through here. */
import type { Verdict } from '#core/verdict.ts';

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;
export type Log = (message: string, fields?: LogFields, error?: unknown) => void;

export type Telemetry = {
  info: Log;
  warn: Log;
  error: Log;
  countVerdict(verdict: Verdict): void;
  /** `route` is a template such as `/keys/{id}`, never a path that a caller chose. */
  countRequest(request: { method: string; route: string; status: number; seconds: number }): void;
  /** Prometheus text. */
  metrics(): Promise<{ type: string; text: string }>;
};
