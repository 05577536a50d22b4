export const HEX_VALUES = new Int8Array(128).fill(-1);
for (let i = 0; i < 16; i++) {
  HEX_VALUES['0123456789abcdef'.charCodeAt(i)] = i;
  HEX_VALUES['0123456789ABCDEF'.charCodeAt(i)] = i;
}

/** Value of a hexadecimal digit, −1 for any other unit and for NaN. */
export const hexValue = (unit: number): number => (unit < 128 ? HEX_VALUES[unit]! : -1);

/** Value of exactly `count` hexadecimal digits at `at`, or −1; `count` at most 7. */
export function hexAt(text: string, at: number, count: number): number {
  if (at + count > text.length) return -1;
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const digit = hexValue(text.charCodeAt(i));
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}
