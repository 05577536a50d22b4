/** Check digits: what tells an identifier from a number of the same length. All take digits, or letters and digits, without separators. */

const digit = (text: string, at: number): number => text.charCodeAt(at) - 48;

/** ISO/IEC 7812-1, annex B. */
export function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = digits.length - 1, twice = false; i >= 0; i--, twice = !twice) {
    const value = digit(digits, i) * (twice ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

/** Remainder of a decimal number of any length. */
export function remainder(digits: string, by: number): number {
  let rest = 0;
  for (let i = 0; i < digits.length; i++) rest = (rest * 10 + digit(digits, i)) % by;
  return rest;
}

/** Σ weight·digit over the first digits. */
export function weigh(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * digit(digits, i), 0);
}

/** ISO 7064 mod 11,10 over all digits, the last being the check digit. */
export function mod11and10(digits: string): boolean {
  let product = 10;
  for (let i = 0; i < digits.length - 1; i++) {
    const sum = (digit(digits, i) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === digit(digits, digits.length - 1);
}

const DIHEDRAL = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
];
const PERMUTATION = ['0123456789', '1576283094', '5803796142', '8916043527', '9453126870', '4286573901', '2793806415', '7046913258'];

/** Verhoeff (1969). */
export function verhoeff(digits: string): boolean {
  let state = 0;
  for (let i = 0; i < digits.length; i++) {
    const permuted = digit(PERMUTATION[i % 8]!, digit(digits, digits.length - 1 - i));
    state = digit(DIHEDRAL[state]!, permuted);
  }
  return state === 0;
}

/** ISO 13616: the first four characters go to the end, letters count from ten. */
export function iban97(iban: string): boolean {
  let rest = 0;
  for (let i = 0; i < iban.length; i++) {
    const code = iban.charCodeAt((i + 4) % iban.length);
    rest = code >= 65 ? (rest * 100 + code - 55) % 97 : (rest * 10 + code - 48) % 97;
  }
  return rest === 1;
}

/** ICAO 9303, part 3: weights 7, 3, 1; letters count from ten, the filler nothing. */
export function icao(field: string): number {
  let sum = 0;
  for (let i = 0; i < field.length; i++) {
    const code = field.charCodeAt(i);
    const value = code >= 65 ? code - 55 : code >= 48 && code <= 57 ? code - 48 : 0;
    sum += value * [7, 3, 1][i % 3]!;
  }
  return sum % 10;
}

/** A day of the month of the month; February has 29 days. */
export function isDate(month: string | number, day: string | number): boolean {
  const m = Number(month);
  const d = Number(day);
  return m >= 1 && m <= 12 && d >= 1 && d <= (m === 2 ? 29 : [4, 6, 9, 11].includes(m) ? 30 : 31);
}

/** `yymmdd…` from `at`. */
export const isYearFirst = (digits: string, at = 0): boolean => isDate(digits.slice(at + 2, at + 4), digits.slice(at + 4, at + 6));
/** `ddmmyy…` from `at`. */
export const isDayFirst = (digits: string, at = 0): boolean => isDate(digits.slice(at + 2, at + 4), digits.slice(at, at + 2));

/** One digit seven times on end, or digits in a row: `000000000`, `123456789`, `987654321`. Nobody was given such a number. */
export function isStandInNumber(compact: string): boolean {
  let count = 0;
  let same = 1;
  let up = 0;
  let down = 0;
  let before = 0;
  for (let i = 0; i < compact.length; i++) {
    const value = digit(compact, i);
    if (value < 0 || value > 9) continue;
    if (count++ > 0) {
      const step = (value - before + 10) % 10;
      same = step === 0 ? same + 1 : 1;
      if (same === SAME_MIN) return true;
      if (step === 1) up++;
      else if (step === 9) down++;
    }
    before = value;
  }
  return count >= 6 && Math.max(up, down) >= count - 1;
}

const SAME_MIN = 7;
