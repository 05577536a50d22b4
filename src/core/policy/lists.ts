/** Named lists of a tenant: of networks, or of texts that arguments are held against. */
import ipaddr from 'ipaddr.js';
import { canonicalAddress, parseNetwork } from '../network.ts';
import type { FactNeeds } from './facts.ts';

export type NamedList = { name: string; kind: 'networks' | 'texts'; entries: readonly string[] };

export const LISTS_MAX = 50;
/** In all lists of a tenant together. */
export const ENTRIES_MAX = 100_000;
export const ENTRY_CHARS_MAX = 256;
/** UTF-16 units, likewise. */
export const CHARS_MAX = 4_194_304;
export const LIST_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

/** As it stands in the list; null when it is none of that kind. */
export const entryOf = (kind: NamedList['kind'], text: string): string | null =>
  kind === 'texts' ? text : (parseNetwork(text)?.text ?? null);

/** Names of lists that a policy holds something against. */
export const listsNamed = ({ ip_lists, checks }: Pick<FactNeeds, 'ip_lists' | 'checks'>): string[] => [
  ...new Set([...ip_lists, ...checks.flatMap(({ requirement: { inList, notInList } }) => [inList ?? [], notInList ?? []].flat())]),
];

type Networks = { /** By family and prefix length: the bits above the prefix. */ byLength: Map<string, Set<string>> };
const networks = new WeakMap<NamedList, Networks>();
const texts = new WeakMap<NamedList, ReadonlySet<string>>();

const bitsOf = (address: ipaddr.IPv4 | ipaddr.IPv6, length: number): string =>
  address
    .toByteArray()
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
    .slice(0, length);

function index(list: NamedList): Networks {
  const known = networks.get(list);
  if (known) return known;
  const byLength = new Map<string, Set<string>>();
  for (const entry of list.entries) {
    const network = parseNetwork(entry);
    if (!network) continue;
    const key = `${network.base.kind()}/${network.bits}`;
    const bits = byLength.get(key) ?? new Set();
    if (!bits.size) byLength.set(key, bits);
    bits.add(bitsOf(network.base, network.bits));
  }
  const made = { byLength };
  networks.set(list, made);
  return made;
}

/** At most one look-up for each prefix length that occurs. `::ffff:192.0.2.1` is 192.0.2.1. */
export function hasAddress(list: NamedList, text: string): boolean {
  const canonical = canonicalAddress(text);
  if (canonical === null || list.kind !== 'networks') return false;
  const address = ipaddr.parse(canonical);
  const bits = bitsOf(address, Infinity);
  for (const [key, set] of index(list).byLength) {
    const [family, length] = key.split('/');
    if (family === address.kind() && set.has(bits.slice(0, Number(length)))) return true;
  }
  return false;
}

export function hasText(list: NamedList, text: string): boolean {
  if (list.kind !== 'texts') return false;
  let set = texts.get(list);
  if (!set) texts.set(list, (set = new Set(list.entries)));
  return set.has(text);
}
