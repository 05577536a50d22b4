/** Cedar's `datetime` and `duration`: milliseconds in 64 bits (`extensions/datetime.rs`; RFC 80 of cedar-policy). */
import { withoutZeros } from './decimal.ts';
import { add, longOf, quotient, remainder, subtract } from './long.ts';
import { fail, type Long, type ScalarValue } from './value.ts';

export const DAY_MS = 86_400_000;
const DATETIME =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{3}))?(?:Z|([+-])([0-9]{2})([0-9]{2})))?$/;
const DURATION = /^(-?)(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?(?:([0-9]+)ms)?$/;
const UNITS_MS = [86_400_000n, 3_600_000n, 60_000n, 1000n, 1n];
/** Digits of 2^64. */
const DIGITS_MAX = 20;

const datetimeOf = (value: Long): ScalarValue => ({ kind: 'datetime', value });
const durationOf = (value: Long): ScalarValue => ({ kind: 'duration', value });

/** `YYYY-MM-DD`, or that with `THH:MM:SS[.SSS](Z|±hhmm)`. */
export function datetime(text: string): ScalarValue {
  return parseDatetime(text) ?? fail(`not a datetime: ${JSON.stringify(text.slice(0, 32))}`);
}

export function parseDatetime(text: string): ScalarValue | null {
  const found = DATETIME.exec(text);
  if (!found) return null;
  const [year, month, day, hour, minute, second, ms] = found.slice(1, 8).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [aheadHours, aheadMinutes] = [Number(found[9] ?? 0), Number(found[10] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59 || aheadHours > 23 || aheadMinutes > 59) return null;
  const days = daysSince1970(year, month, day);
  if (days === null) return null;
  const ahead = (found[8] === '-' ? -1 : 1) * (aheadHours * 60 + aheadMinutes);
  return datetimeOf(days * DAY_MS + ((hour * 60 + minute - ahead) * 60 + second) * 1000 + ms);
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** In the Gregorian calendar, which is taken back before its time; null for a day that is none. */
function daysSince1970(year: number, month: number, day: number): number | null {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const length = month === 2 && isLeap ? 29 : MONTH_DAYS[month - 1];
  if (length === undefined || day < 1 || day > length) return null;
  const past = year - 1;
  const leaps = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  const before = MONTH_DAYS.slice(0, month - 1).reduce((sum, n) => sum + n, 0) + (month > 2 && isLeap ? 1 : 0);
  return year * 365 + leaps + before + day - 1 - DAYS_TO_1970;
}
const DAYS_TO_1970 = 1970 * 365 + Math.floor(1969 / 4) - Math.floor(1969 / 100) + Math.floor(1969 / 400);

/** `1d2h3m4s5ms`, each part optional but not all, with `-` in front. */
export function duration(text: string): ScalarValue {
  return parseDuration(text) ?? fail(`not a duration: ${JSON.stringify(text.slice(0, 32))}`);
}

export function parseDuration(text: string): ScalarValue | null {
  const found = DURATION.exec(text);
  if (!found || text === '' || text === '-') return null;
  let sum = 0n;
  for (const [i, unit] of UNITS_MS.entries()) {
    const digits = withoutZeros(found[i + 2] ?? '0');
    if (digits.length > DIGITS_MAX) return null;
    sum += BigInt(digits) * unit;
  }
  const value = longOf(found[1] === '-' ? -sum : sum);
  return value === null ? null : durationOf(value);
}

export const offset = (from: ScalarValue, by: ScalarValue): ScalarValue => datetimeOf(add(from.value, by.value));
export const durationSince = (to: ScalarValue, from: ScalarValue): ScalarValue => durationOf(subtract(to.value, from.value));
export const toDate = ({ value }: ScalarValue): ScalarValue => datetimeOf(subtract(value, remainder(value, DAY_MS)));
export const toTime = ({ value }: ScalarValue): ScalarValue => durationOf(remainder(value, DAY_MS));
export const whole = ({ value }: ScalarValue, unit_ms: number): Long => quotient(value, unit_ms);
