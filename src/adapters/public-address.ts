/** Where requests on behalf of tenants may go. A name is judged by what it resolves to, and the connection is made to just that. */
import { lookup as lookupHere, Resolver } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { parseLenientV4, parseV6 } from '#core/detect/ssrf/address.ts';
import { placeOfAddress } from '#core/detect/ssrf/host.ts';

/** Of one question, of which there are two. */
const RESOLVE_MS = 1_000;
const RESOLVE_TRIES = 2;

export class Unreachable extends Error {}

type Permission = { private_networks: boolean; name_servers?: readonly string[] };

/** Null when the text is no address. Metadata services and reserved ranges are never permitted; http never leaves the private networks. */
function isPermitted(address: string, protocol: string, private_networks: boolean): boolean | null {
  const read = parseLenientV4(address) ?? parseV6(address);
  if (!read) return null;
  const place = placeOfAddress(read.ip);
  if (place === 'public') return protocol === 'https:';
  return private_networks && (place === 'loopback' || place === 'private');
}

/** What can be told from the URL alone; names are looked up when it is asked. */
export const isReachable = ({ protocol, hostname }: URL, private_networks: boolean): boolean =>
  (protocol === 'https:' || (protocol === 'http:' && private_networks)) && isPermitted(hostname, protocol, private_networks) !== false;

/** For the connection itself, so that no second answer can differ from the one that was judged (DNS rebinding). One bad address refuses all. */
export function guardedLookup({ protocol }: URL, permission: Permission): LookupFunction {
  const find = async (hostname: string, done: (found: Found[]) => void): Promise<void> => {
    const found = await resolve(hostname, permission).catch(() => []);
    const is_good = found.every(({ address }) => isPermitted(address, protocol, permission.private_networks));
    done(is_good ? found : []);
  };
  return (hostname, options, done) =>
    void find(hostname, (found) => {
      const [first] = found;
      if (!first) done(new Unreachable(), '', 4);
      else if (options.all) done(null, found);
      else done(null, first.address, first.family);
    });
}

type Found = { address: string; family: 4 | 6 };

/**
 * Names of strangers are asked for over the network: the system's own look-up would hold one of the few threads of the process for as
 * long as a stranger's name server is slow. Where private networks are permitted it is the system's own, for `hosts` and short names.
 */
async function resolve(hostname: string, { private_networks, name_servers }: Permission): Promise<Found[]> {
  if (private_networks && !name_servers) {
    const found = await lookupHere(hostname, { all: true });
    return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
  }
  const resolver = new Resolver({ timeout: RESOLVE_MS, tries: RESOLVE_TRIES });
  if (name_servers) resolver.setServers(name_servers);
  const [v4, v6] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  return [...foundIn(v4, 4), ...foundIn(v6, 6)];
}

const foundIn = (answer: PromiseSettledResult<string[]>, family: 4 | 6): Found[] =>
  answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family })) : [];
