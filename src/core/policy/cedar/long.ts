/** Arithmetic on Cedar's `Long`: 64 bits, signed; what does not fit is an error and never wraps. */
import { fail, nameOfType, type CedarValue, type Long } from './value.ts';

const LOWEST = -(2n ** 63n);
const HIGHEST = 2n ** 63n - 1n;

/** The one form of a 64-bit integer; null when it does not fit. */
export function longOf(value: bigint): Long | null {
  if (value < LOWEST || value > HIGHEST) return null;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

const checked = (value: bigint): Long => longOf(value) ?? fail('integer overflow');

export function asLong(value: CedarValue): Long {
  return typeof value === 'number' || typeof value === 'bigint' ? value : fail(`type error: expected long, got ${nameOfType(value)}`);
}

/** A double that is a safe integer is exact; `+ 0` makes -0 into 0. */
const isExact = (value: number): boolean => Number.isSafeInteger(value);

export function add(a: Long, b: Long): Long {
  if (typeof a === 'number' && typeof b === 'number' && isExact(a + b)) return a + b + 0;
  return checked(BigInt(a) + BigInt(b));
}

export function subtract(a: Long, b: Long): Long {
  if (typeof a === 'number' && typeof b === 'number' && isExact(a - b)) return a - b + 0;
  return checked(BigInt(a) - BigInt(b));
}

export function multiply(a: Long, b: Long): Long {
  if (typeof a === 'number' && typeof b === 'number' && isExact(a * b)) return a * b + 0;
  return checked(BigInt(a) * BigInt(b));
}

export const negate = (a: Long): Long => subtract(0, a);

/** Rounds towards zero. */
export const quotient = (a: Long, divisor: number): Long =>
  typeof a === 'number' ? Math.trunc(a / divisor) + 0 : checked(a / BigInt(divisor));

/** In [0, divisor). */
export function remainder(a: Long, divisor: number): number {
  const rest = typeof a === 'number' ? a % divisor : Number(a % BigInt(divisor));
  return rest < 0 ? rest + divisor : rest + 0;
}
