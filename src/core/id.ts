/** Identifiers: `<prefix>_` and a UUIDv7 (RFC 9562, 5.7) in 26 characters of Crockford's base32, so that text order is time order. */
import type { TenantId } from './tenant.ts';

export const ID_PREFIXES = ['ten', 'key', 'pol', 'set', 'imp', 'sup', 'lst', 'srv', 'vrd', 'aud', 'req', 'job'] as const;
export type IdPrefix = (typeof ID_PREFIXES)[number];

/** How many random bytes `makeId` wants. */
export const ID_RANDOM_BYTES = 10;

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const CODE_LENGTH = 26;
const NONE = 255;
/** By character code, of ASCII. */
const VALUES = new Uint8Array(128).fill(NONE);
for (let value = 0; value < ALPHABET.length; value++) VALUES[ALPHABET.charCodeAt(value)] = value;

/** Two characters for every 10 bits. */
const PAIRS = Array.from({ length: 1024 }, (_, n) => `${ALPHABET[n >> 5]}${ALPHABET[n & 31]}`);

function encode(bytes: Uint8Array): string {
  // 128 bits are 13 groups of 10 with two zero bits in front.
  let out = '';
  let buffer = 0;
  let bits = 2;
  for (let i = 0; i < bytes.length; i++) {
    buffer = (buffer << 8) | (bytes[i] ?? 0);
    bits += 8;
    if (bits < 10) continue;
    bits -= 10;
    out += PAIRS[(buffer >> bits) & 1023];
    buffer &= (1 << bits) - 1;
  }
  return out;
}

function decode(code: string): Uint8Array | null {
  if (code.length !== CODE_LENGTH || code > '7zzzzzzzzzzzzzzzzzzzzzzzzz') return null;
  const bytes = new Uint8Array(16);
  let buffer = 0;
  let bits = -2;
  let at = 0;
  for (let i = 0; i < CODE_LENGTH; i++) {
    const value = VALUES[code.charCodeAt(i)] ?? NONE;
    if (value === NONE) return null;
    buffer = (buffer << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (buffer >> bits) & 255;
      buffer &= (1 << bits) - 1;
    }
  }
  return bytes;
}

function uuidBytes(now_ms: number, random: Uint8Array): Uint8Array {
  if (random.length < ID_RANDOM_BYTES) throw new RangeError(`an id takes ${ID_RANDOM_BYTES} random bytes`);
  const bytes = new Uint8Array(16);
  const ms = Math.max(0, Math.floor(now_ms));
  const high = Math.floor(ms / 2 ** 16);
  for (let i = 0; i < 4; i++) bytes[i] = high >>> (24 - 8 * i);
  bytes[4] = ms >>> 8;
  bytes[5] = ms;
  for (let i = 0; i < ID_RANDOM_BYTES; i++) bytes[i + 6] = random[i] ?? 0;
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes;
}

/**
 * A new identifier. `now_ms` is Unix time (48 bits); `random` is at least 10 bytes, of which 74 bits are used.
 * Throws a RangeError when there are fewer.
 */
export const makeId = (prefix: IdPrefix, now_ms: number, random: Uint8Array): string => `${prefix}_${encode(uuidBytes(now_ms, random))}`;

/** Whether `text` is an identifier of that kind in its one canonical spelling (lower case). */
export const isId = (prefix: IdPrefix, text: string): boolean =>
  text.length === prefix.length + 1 + CODE_LENGTH && text.startsWith(`${prefix}_`) && decode(text.slice(prefix.length + 1)) !== null;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function uuidText(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) out += '-';
    out += HEX[bytes[i] ?? 0];
  }
  return out;
}

function encodeUuid(uuid: string): string {
  const bytes = new Uint8Array(16);
  let at = 0;
  for (let i = 0; i < uuid.length; i++) {
    // The first 16 digits of the alphabet are those of hexadecimal; the hyphens have no value.
    const value = VALUES[uuid.charCodeAt(i)] ?? NONE;
    if (value === NONE) continue;
    bytes[at >> 1] = ((bytes[at >> 1] ?? 0) << 4) | value;
    at++;
  }
  return encode(bytes);
}

/** The UUID within an id of any of these kinds, in canonical text; null when the text is no such id. */
export function idToUuid(id: string, ...prefixes: readonly IdPrefix[]): string | null {
  if (id[3] !== '_' || !prefixes.some((prefix) => id.startsWith(prefix))) return null;
  const bytes = decode(id.slice(4));
  return bytes && uuidText(bytes);
}

/** The id of that kind, of a UUID in canonical text. */
export const uuidToId = (prefix: IdPrefix, uuid: string): string => `${prefix}_${encodeUuid(uuid)}`;

/** When an id was made: Unix milliseconds (RFC 9562, 5.7), of a UUIDv7 in canonical text. */
export const uuidTime = (uuid: string): number => Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);

/** The least UUID of ids made at `ms` or later, Unix milliseconds; the least or greatest of all beyond what 48 bits hold. */
export function uuidFloor(ms: number): string {
  const h = Math.min(2 ** 48 - 1, Math.max(0, Math.ceil(ms)))
    .toString(16)
    .padStart(12, '0');
  return `${h.slice(0, 8)}-${h.slice(8)}-0000-0000-000000000000`;
}

/** A new tenant's UUID, as the store keeps it. Arguments as for `makeId`. */
export const makeTenantId = (now_ms: number, random: Uint8Array): TenantId => uuidText(uuidBytes(now_ms, random)) as TenantId;

/** `ten_…`, as the API shows it, of a UUID in canonical text. */
export const uuidToTenantId = (id: TenantId): string => uuidToId('ten', id);

/** The UUID of a `ten_…`, or null when the text is none. */
export function tenantIdToUuid(text: string): TenantId | null {
  const bytes = text.startsWith('ten_') ? decode(text.slice(4)) : null;
  return bytes && (uuidText(bytes) as TenantId);
}
