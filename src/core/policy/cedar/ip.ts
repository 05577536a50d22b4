/** Cedar's `ip`: an address or a CIDR block, as Cedar 4.13 reads and compares them (`extensions/ipaddr.rs`). */
import { fail, type IpValue } from './value.ts';

/** `ABCD:EF01:2345:6789:ABCD:EF01:2345:6789/128` */
const TEXT_MAX = 43;
/** Rust's standard library: no leading zeros. */
const OCTET = /^(?:0|[1-9][0-9]{0,2})$/;
const GROUP = /^[0-9A-Fa-f]{1,4}$/;
const PREFIX = /^(?:0|[1-9][0-9]{0,2})$/;

/** Throws an `EvaluationError` for what Cedar does not take either, IPv4 written inside IPv6 among it. */
export function ip(text: string): IpValue {
  return parseIp(text) ?? fail(`not an IP address or range: ${JSON.stringify(text.slice(0, TEXT_MAX))}`);
}

export function parseIp(text: string): IpValue | null {
  if (text.length > TEXT_MAX) return null;
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  const words = address.includes(':') ? wordsOfV6(address) : wordsOfV4(address);
  if (!words) return null;
  const width = words.length * 32;
  if (slash < 0) return { kind: 'ip', words, prefix: width };
  const prefix = text.slice(slash + 1);
  return PREFIX.test(prefix) && Number(prefix) <= width ? { kind: 'ip', words, prefix: Number(prefix) } : null;
}

function wordsOfV4(text: string): number[] | null {
  const octets = text.split('.');
  if (octets.length !== 4 || !octets.every((octet) => OCTET.test(octet) && Number(octet) <= 255)) return null;
  return [octets.reduce((word, octet) => word * 256 + Number(octet), 0)];
}

function wordsOfV6(text: string): number[] | null {
  const [head = '', tail, more] = text.split('::');
  if (more !== undefined) return null;
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = 8 - before.length - after.length;
  // `::` stands for one group at least.
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  if (![...before, ...after].every((group) => GROUP.test(group))) return null;
  const groups = [...before, ...Array<string>(missing).fill('0'), ...after].map((group) => Number.parseInt(group, 16));
  return [0, 2, 4, 6].map((i) => groups[i]! * 65_536 + groups[i + 1]!);
}

export const isIpv4 = ({ words }: IpValue): boolean => words.length === 1;
export const isIpv6 = ({ words }: IpValue): boolean => words.length === 4;

export function isLoopback({ words, prefix }: IpValue): boolean {
  if (words.length === 1) return words[0]! >>> 24 === 127 && prefix >= 8;
  return prefix >= 128 && words.every((word, i) => word === (i === 3 ? 1 : 0));
}

export const isMulticast = ({ words, prefix }: IpValue): boolean =>
  words.length === 1 ? words[0]! >>> 28 === 0b1110 && prefix >= 4 : words[0]! >>> 24 === 0xff && prefix >= 8;

/** Whether the whole of `inner` lies in `outer`; an IPv4 address lies in no IPv6 range. */
export function isInRange(inner: IpValue, outer: IpValue): boolean {
  if (inner.words.length !== outer.words.length || inner.prefix < outer.prefix) return false;
  return outer.words.every((word, i) => {
    const bits = Math.min(32, Math.max(0, outer.prefix - 32 * i));
    return bits === 0 || word >>> (32 - bits) === inner.words[i]! >>> (32 - bits);
  });
}
