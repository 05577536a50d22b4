/** Client addresses and the networks that they are in (RFC 4291, RFC 4632). IPv4 in IPv6 clothes (`::ffff:192.0.2.1`) is IPv4. */
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
/** `text` is the canonical spelling: `192.0.2.0/24`, `2001:db8::/32`. */
export type Network = { text: string; base: Address; bits: number };

const MAPPED_BITS = 96;
/** The longest spelling, with a zone: nothing beyond it is looked at. */
const ADDRESS_CHARS_MAX = 64;
const CIDR = /^([^/]{1,45})(?:\/(0|[1-9][0-9]{0,2}))?$/;

/** Only four decimal parts count as IPv4: `0x7f.1` and `010.0.0.1` mean different hosts to different readers. */
function read(text: string): { address: Address; mapped: boolean } | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return { address: ipaddr.IPv4.parse(text), mapped: false };
  if (text.length > ADDRESS_CHARS_MAX || !text.includes(':') || !ipaddr.IPv6.isValid(text)) return null;
  const address = new ipaddr.IPv6(ipaddr.IPv6.parse(text).toByteArray());
  return address.isIPv4MappedAddress() ? { address: address.toIPv4Address(), mapped: true } : { address, mapped: false };
}

/** The canonical spelling of an address, without its zone; null when the text is none. */
export const canonicalAddress = (text: string): string | null => read(text)?.address.toString() ?? null;

/** `text` is an address or a CIDR block. Null when it is neither, or has bits set behind its prefix: then it is a mistake. */
export function parseNetwork(text: string): Network | null {
  const [, host = '', length] = CIDR.exec(text) ?? [];
  const found = host.includes('%') ? null : read(host);
  if (!found) return null;
  const { address, mapped } = found;
  const width = address.toByteArray().length * 8;
  const bits = length === undefined ? width : Number(length) - (mapped ? MAPPED_BITS : 0);
  if (bits < 0 || bits > width || !isZeroBehind(address.toByteArray(), bits)) return null;
  return { text: `${address.toString()}/${bits}`, base: address, bits };
}

const isZeroBehind = (bytes: number[], bits: number): boolean =>
  bytes.every((byte, i) => (byte & (0xff >> Math.min(8, Math.max(0, bits - 8 * i)))) === 0);

const covers = (network: Network, address: Address): boolean =>
  network.base.kind() === address.kind() && address.match(network.base as ipaddr.IPv4 & ipaddr.IPv6, network.bits);

/** Whether one of the networks contains the address; what is no address is in none. */
export function isInside(networks: readonly Network[], text: string): boolean {
  const address = read(text)?.address;
  return address !== undefined && networks.some((network) => covers(network, address));
}

/** Whether one of the networks contains the whole of `inner`. */
export const contains = (networks: readonly Network[], inner: Network): boolean =>
  networks.some((outer) => outer.bits <= inner.bits && covers(outer, inner.base));

/** What counts as one client for limits: an IPv4 address, or the /64 that one IPv6 subscriber has. Else the text itself. */
export function clientBlock(text: string): string {
  const address = read(text)?.address;
  if (!address || address.kind() === 'ipv4') return address?.toString() ?? text;
  return `${address.toByteArray().slice(0, 8).join('.')}/64`;
}
