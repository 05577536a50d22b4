/** The client's address: the socket's, unless the operator says how many proxies to believe. */
import ipaddr from 'ipaddr.js';

/**
 * `forwarded` is `X-Forwarded-For`; each trusted proxy has added one entry at its right end, and whatever stands further left is
 * the caller's own claim. IPv6 is cut to its /64: that is what one client has.
 */
export function clientAddress(socket: string | undefined, forwarded: string | null, hops: number): string {
  const claimed = hops > 0 ? (forwarded ?? '').split(',').at(-hops)?.trim() : undefined;
  const text = claimed && ipaddr.isValid(claimed) ? claimed : (socket ?? '');
  if (!ipaddr.isValid(text)) return 'unknown';
  const address = ipaddr.process(text);
  if (address.kind() === 'ipv4') return address.toString();
  return `${address.toByteArray().slice(0, 8).join('.')}/64`;
}
