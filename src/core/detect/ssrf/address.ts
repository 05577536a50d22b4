/** Which address a host stands for, in every notation that some resolver accepts. */
import ipaddr from 'ipaddr.js';

/** Longer text is no host: DNS names end at 253 octets, addresses long before. */
export const HOST_CHARACTERS_MAX = 1024;

const WORD = 2 ** 32;

export type Address = {
  ip: ipaddr.IPv4 | ipaddr.IPv6;
  /** Not the notation that people write: octal, hex, one number, short, overflowing, v4 inside v6. */ disguised: boolean;
};

/** Number of one part, modulo 2³² as C parsers overflow, or null. Octal as `017`, `0o17` or `o17`; hex as `0x11`. */
function numberOf(part: string): { value: number; plain: boolean } | null {
  let base = 10;
  let digits = part;
  if (/^0x/i.test(part)) [base, digits] = [16, part.slice(2)];
  else if (/^0?o[0-7]+$/i.test(part)) [base, digits] = [8, part.slice(part.search(/o/i) + 1)];
  else if (/^0[0-7]+$/.test(part)) [base, digits] = [8, part.slice(1)];
  if (!(base === 16 ? /^[0-9a-f]*$/i : /^[0-9]+$/).test(digits)) return null;
  let value = 0;
  for (let i = 0; i < digits.length; i++) value = (value * base + Number.parseInt(digits.charAt(i), base)) % WORD;
  return { value, plain: base === 10 && (digits.length <= 3 || value >= 1000) };
}

/** `inet_aton` and what is laxer than it: 1 to 4 parts, the last fills the rest, overflow wraps. */
export function parseLenientV4(host: string): Address | null {
  if (host === '' || host.length > HOST_CHARACTERS_MAX) return null;
  const parts = host.split('.');
  if (parts.length > 4) return null;
  const numbers: { value: number; plain: boolean }[] = [];
  for (const part of parts) {
    const number = numberOf(part);
    if (!number) return null;
    numbers.push(number);
  }
  const last = numbers.pop();
  if (!last) return null;
  const size = 256 ** (4 - numbers.length);
  let value = last.value % size;
  numbers.forEach((number, i) => (value += (number.value % 256) * 256 ** (3 - i)));
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256);
  const ip = new ipaddr.IPv4(octets);
  return { ip, disguised: host !== ip.toString() };
}

/** The IPv4 address that an IPv6 address carries to: mapped, compatible, NAT64 (RFC 6052), 6to4 (RFC 3056), ISATAP (RFC 5214). */
function embeddedV4(ip: ipaddr.IPv6): ipaddr.IPv4 | null {
  const bytes = ip.toByteArray();
  const zeros = (from: number, to: number): boolean => bytes.slice(from, to).every((byte) => byte === 0);
  const v4 = (at: number): ipaddr.IPv4 => new ipaddr.IPv4(bytes.slice(at, at + 4));
  if (zeros(0, 10) && bytes[10] === 0xff && bytes[11] === 0xff) return v4(12);
  if (zeros(0, 8) && bytes[8] === 0xff && bytes[9] === 0xff && zeros(10, 12)) return v4(12);
  if (zeros(0, 12) && !zeros(12, 14)) return v4(12);
  if (bytes[0] === 0x00 && bytes[1] === 0x64 && bytes[2] === 0xff && bytes[3] === 0x9b) return v4(12);
  if (bytes[0] === 0x20 && bytes[1] === 0x02) return v4(2);
  if (bytes[8] === 0 && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe) return v4(12);
  return null;
}

/** IPv6 with or without brackets and zone id, or null. */
export function parseV6(host: string): Address | null {
  const bare = host.startsWith('[') ? host.slice(1, host.endsWith(']') ? -1 : undefined) : host;
  if (!bare.includes(':') || bare.length > HOST_CHARACTERS_MAX) return null;
  const zone = bare.indexOf('%');
  const text = zone < 0 ? bare : bare.slice(0, zone);
  if (!ipaddr.IPv6.isValid(text)) return null;
  const ip = ipaddr.IPv6.parse(text);
  const inner = embeddedV4(ip);
  return inner ? { ip: inner, disguised: true } : { ip, disguised: false };
}
