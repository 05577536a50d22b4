/** How much is done: `full`, or `short` for every push. */
export const IS_SHORT = process.env['FAULTS_FORM'] === 'short';
export const full = <T>(whole: T, short: T): T => (IS_SHORT ? short : whole);

/** The middle one, or the upper of two. Throws on none. */
export function median(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new Error('no values');
  return middle;
}

/** The smallest value that at least `share` of the values do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
  if (found === undefined) throw new Error('no values');
  return found;
}
