/** Sets of numbers below `NUMBERS_MAX` as bits: whether two of them meet is asked a hundred times for each text. */

export const NUMBERS_MAX = 96;

export type Bits = { low: number; middle: number; high: number };

/** @throws RangeError for a number out of range */
export function bitsOf(numbers: Iterable<number>): Bits {
  const bits: Bits = { low: 0, middle: 0, high: 0 };
  for (const number of numbers) {
    if (!(number >= 0 && number < NUMBERS_MAX)) throw new RangeError(`no bit for ${number}`);
    addBit(bits, number);
  }
  return bits;
}

export function addBit(bits: Bits, number: number): void {
  const bit = 1 << (number & 31);
  if (number < 32) bits.low |= bit;
  else if (number < 64) bits.middle |= bit;
  else bits.high |= bit;
}

export function hasBit(bits: Bits, number: number): boolean {
  const word = number < 32 ? bits.low : number < 64 ? bits.middle : bits.high;
  return (word & (1 << (number & 31))) !== 0;
}

export const meet = (a: Bits, b: Bits): boolean => ((a.low & b.low) | (a.middle & b.middle) | (a.high & b.high)) !== 0;

/** Whether each of the sets meets the other. */
export function allMeet(sets: readonly Bits[], other: Bits): boolean {
  for (let i = 0; i < sets.length; i++) if (!meet(sets[i]!, other)) return false;
  return true;
}
