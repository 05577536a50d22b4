/** The client's address: the socket's, unless the operator says how many proxies to believe. */
import { canonicalAddress } from '#core/network.ts';

/** No address at all: one client for the limits, and in no network that a key allows. */
export const NO_ADDRESS = 'unknown';

/**
 * `forwarded` is `X-Forwarded-For`, several headers joined by commas in their order. Each trusted proxy has added one entry at its
 * right end, the address of whom it spoke with; what stands further left is the caller's own claim. With fewer entries than
 * proxies, somebody spoke with an inner proxy directly, which has added the leftmost one.
 */
export function clientAddress(socket: string | undefined, forwarded: string | null, hops: number): string {
  const entries = hops > 0 && forwarded !== null ? entriesOf(forwarded) : [];
  const entry = entries[Math.max(0, entries.length - hops)];
  // What the proxy did not know, the socket knows no better: it is the proxy's own.
  return canonicalAddress(entry === undefined ? (socket ?? '') : withoutPort(entry)) ?? NO_ADDRESS;
}

/** Empty elements of a list count for nothing (RFC 9110, 5.6.1.2). */
const entriesOf = (list: string): string[] =>
  list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

/** Some proxies write `192.0.2.1:4711`, `[2001:db8::1]` and `[2001:db8::1]:4711`, and quote it as RFC 7239 does. */
function withoutPort(entry: string): string {
  const bare = entry.length > 1 && entry.startsWith('"') && entry.endsWith('"') ? entry.slice(1, -1) : entry;
  if (bare.startsWith('[')) return bare.slice(1, bare.indexOf(']') === -1 ? 1 : bare.indexOf(']'));
  const colon = bare.indexOf(':');
  return colon !== -1 && bare.indexOf(':', colon + 1) === -1 ? bare.slice(0, colon) : bare;
}
