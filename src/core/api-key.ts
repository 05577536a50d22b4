/** API keys: `cs_live_` or `cs_test_`, 43 base62 characters (256 bits), 6 base62 characters of CRC-32 over all that stands before them. */

export const KEY_MODES = ['live', 'test'] as const;
export type KeyMode = (typeof KEY_MODES)[number];

/** How many random bytes a key takes. */
export const KEY_RANDOM_BYTES = 32;

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PREFIX_LENGTH = 'cs_live_'.length;
const BODY_LENGTH = 43;
const CHECK_LENGTH = 6;
const KEY_LENGTH = PREFIX_LENGTH + BODY_LENGTH + CHECK_LENGTH;
const HINT_LENGTH = PREFIX_LENGTH + 4;
const SHAPE = /^cs_(?:live|test)_[0-9A-Za-z]{49}$/;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** CRC-32 (ISO-HDLC, as in zlib) of ASCII text, as an unsigned number. */
export function crc32(ascii: string): number {
  let c = 0xffffffff;
  for (let i = 0; i < ascii.length; i++) c = (CRC_TABLE[(c ^ ascii.charCodeAt(i)) & 255] ?? 0) ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

function base62(value: bigint, length: number): string {
  let out = '';
  for (let rest = value; out.length < length; rest /= 62n) out = ALPHABET[Number(rest % 62n)] + out;
  return out;
}

/** A new key from exactly 32 random bytes. Throws a RangeError on any other length. */
export function makeApiKey(random: Uint8Array, mode: KeyMode): string {
  if (random.length !== KEY_RANDOM_BYTES) throw new RangeError(`a key takes ${KEY_RANDOM_BYTES} random bytes`);
  const body = `cs_${mode}_${base62(
    random.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n),
    BODY_LENGTH,
  )}`;
  return body + base62(BigInt(crc32(body)), CHECK_LENGTH);
}

/** Whether the text has the shape and the checksum of a key: asked before any look-up, so that guesses cost us nothing. */
export function checkApiKey(text: string): boolean {
  if (text.length !== KEY_LENGTH || !SHAPE.test(text)) return false;
  const body = text.slice(0, -CHECK_LENGTH);
  return text.slice(-CHECK_LENGTH) === base62(BigInt(crc32(body)), CHECK_LENGTH);
}

/** What of a key may be shown to people afterwards: `cs_live_Ab12`, 24 of its 256 bits. */
export const keyHint = (key: string): string => key.slice(0, HINT_LENGTH);
