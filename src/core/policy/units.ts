/** Sums without rounding: numbers with at most four digits behind the point, as whole ten-thousandths. */
export const UNITS_PER_ONE = 10_000;
const DIGITS = 4;
/** Above it `toFixed` says no more than `String`. */
const PLAIN_MAX = 1e15;

/** Null when it is no such number, or too large to be exact. */
export function unitsOf(number: number): number | null {
  if (!Number.isFinite(number) || Math.abs(number) > PLAIN_MAX) return null;
  const text = number.toFixed(DIGITS);
  if (Number(text) !== number) return null;
  const units = Number(text.replace('.', ''));
  return Number.isSafeInteger(units) ? units : null;
}
