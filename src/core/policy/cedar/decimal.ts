/** Cedar's `decimal`: four digits behind the point in 64 bits (`extensions/decimal.rs`). */
import { longOf } from './long.ts';
import { fail, type ScalarValue } from './value.ts';

const DECIMAL = /^(-?)([0-9]+)\.([0-9]{1,4})$/;
/** Digits of 2^63; with more, leading zeros aside, nothing fits. */
const DIGITS_MAX = 19;

/** Throws an `EvaluationError` when the text is no decimal or does not fit. */
export function decimal(text: string): ScalarValue {
  return parseDecimal(text) ?? fail(`not a decimal: ${JSON.stringify(text.slice(0, 32))}`);
}

export function parseDecimal(text: string): ScalarValue | null {
  const [, sign, whole = '', fraction = ''] = DECIMAL.exec(text) ?? [];
  const digits = withoutZeros(whole);
  if (sign === undefined || digits.length > DIGITS_MAX) return null;
  const magnitude = BigInt(digits) * 10_000n + BigInt(fraction.padEnd(4, '0'));
  const value = longOf(sign === '-' ? -magnitude : magnitude);
  return value === null ? null : { kind: 'decimal', value };
}

/** The text without its leading zeros; never empty. */
export function withoutZeros(digits: string): string {
  let at = 0;
  while (at < digits.length - 1 && digits.charCodeAt(at) === 0x30) at++;
  return digits.slice(at);
}
