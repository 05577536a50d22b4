/** The sums of the benchmark: medians over rounds, of ratios taken within a round. */

/** What one run of the load generator against one server gave. */
export type Sample = { requests: number; seconds: number; server_cpu_s: number; database_cpu_s: number };

/** The middle value; of an even number the mean of the two in the middle. Throws on an empty list: there is no such figure. */
export function median(values: readonly number[]): number {
  if (!values.length) throw new Error('a median of nothing');
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The smallest value that at least `part` of all values do not exceed (nearest rank). */
export function percentile(values: readonly number[], part: number): number {
  if (!values.length) throw new Error('a percentile of nothing');
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)]!;
}

export const perSecond = ({ requests, seconds }: Sample): number => requests / seconds;
export const cpuMicros = ({ requests, server_cpu_s }: Sample): number => (server_cpu_s * 1e6) / requests;
export const databaseMicros = ({ requests, database_cpu_s }: Sample): number => (database_cpu_s * 1e6) / requests;

/** Round by round, for what disturbs the machine disturbs neighbours alike. */
export const throughputRatio = (ours: readonly Sample[], bare: readonly Sample[]): number =>
  median(paired(ours, bare).map(([o, b]) => perSecond(o) / perSecond(b)));

/** Processor time of the bare server for one request ÷ ours. */
export const cpuRatio = (ours: readonly Sample[], bare: readonly Sample[]): number =>
  median(paired(ours, bare).map(([o, b]) => cpuMicros(b) / cpuMicros(o)));

function paired(ours: readonly Sample[], bare: readonly Sample[]): [Sample, Sample][] {
  if (ours.length !== bare.length) throw new Error(`${ours.length} runs beside ${bare.length} of the bare server`);
  return ours.map((sample, round) => [sample, bare[round]!]);
}

/** To `digits` significant digits, for people and diffs. */
export const rounded = (value: number, digits = 4): number => Number(value.toPrecision(digits));
