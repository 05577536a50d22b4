/** Spans of time as policies write them: `30s`, `15m`, `1h`, `7d`. */
const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const SPAN = /^([1-9]\d{0,6})([smhd])$/;

/** Milliseconds; null when the text is no span. */
export function spanOf(text: string): number | null {
  const [, count, unit] = SPAN.exec(text) ?? [];
  return count === undefined ? null : Number(count) * UNITS[unit as keyof typeof UNITS];
}
