/** A token that is known by its prefix, as data. */
import { crc32 } from '../../api-key.ts';
import type { Alphabet } from './alphabet.ts';

export type Kind = {
  /** Rule `secret.<name>`. */
  name: string;
  /** As in "This is …". */
  title: string;
  /** As written, case matters; the secret starts with it. */
  prefixes: readonly string[];
  /** What follows the prefix: its characters, and how many at least and at most. */
  alphabet: Alphabet;
  min: number;
  max: number;
  /** Looks at the whole token, at most `max` and a prefix long; must be linear. */
  form?: RegExp;
  /** The provider's own checksum. A token that fails it is no live one, but one slip of a key from it. */
  checksum?: (token: string) => boolean;
  /** Bits a character of what follows the prefix; below it the text is no random token. Default `ENTROPY_MIN`. */
  entropy?: number;
  score?: number;
};

export const ENTROPY_MIN = 2.9;
export const HEX_ENTROPY = 2.5;

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** GitHub (2021) and npm end their tokens in six base62 digits of the CRC-32 of what stands between prefix and checksum. */
export function endsInCrc(token: string): boolean {
  const body = token.slice(token.indexOf('_') + 1, -6);
  let rest = crc32(body);
  let digits = '';
  for (let i = 0; i < 6; i++, rest = Math.floor(rest / 62)) digits = BASE62.charAt(rest % 62) + digits;
  return token.endsWith(digits);
}

export const aKey = (
  name: string,
  title: string,
  prefixes: string[],
  alphabet: Alphabet,
  min: number,
  max = min,
  more: Partial<Kind> = {},
): Kind => ({
  name,
  title,
  prefixes,
  alphabet,
  min,
  max,
  ...(alphabet === 'hex' ? { entropy: HEX_ENTROPY } : {}),
  ...more,
});
