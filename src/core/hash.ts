/** The only file in core that imports `node:`: hashing has no pure library that is as fast. */
import { hash, timingSafeEqual } from 'node:crypto';

/** SHA-256 (FIPS 180-4) of the bytes, or of the text's UTF-8 form, as 32 bytes. */
export const sha256 = (data: string | Uint8Array): Uint8Array => new Uint8Array(hash('sha256', data, 'buffer'));

/** The same in lower-case hex, 64 characters. */
export const sha256Hex = (data: string | Uint8Array): string => hash('sha256', data, 'hex');

/** Whether two secrets are equal, in time that depends on neither: their digests are compared. */
export const secretsEqual = (a: string, b: string): boolean => timingSafeEqual(sha256(a), sha256(b));
