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

/** By family and prefix length: what stands above the prefix. */
type Networks = Map<string, { kind: string; bits: number; prefixes: Set<string | number> }>;
const networks = new WeakMap<NamedList, Networks>();
const texts = new WeakMap<NamedList, ReadonlySet<string>>();

/** The bits above the prefix, those of the last byte masked; of IPv4 as one number. */
function prefixOf(bytes: readonly number[], bits: number): string | number {
  const [a = 0, b = 0, c = 0, d = 0, more] = bytes;
  if (more === undefined) return bits === 0 ? 0 : ((a << 24) | (b << 16) | (c << 8) | d) >>> (32 - bits);
  const whole = bits >> 3;
  const rest = bits & 7;
  const head = String.fromCharCode(...bytes.slice(0, whole));
  return rest === 0 ? head : head + String.fromCharCode(bytes[whole]! & (0xff << (8 - rest)) & 0xff);
}

const FOUR = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;
/** Entries are canonical (`entryOf`), which for IPv4 can be read in no time. */
function networkOf(entry: string): { kind: string; bits: number; bytes: number[] } | null {
  const four = FOUR.exec(entry);
  if (four) return { kind: 'ipv4', bits: Number(four[5]), bytes: [Number(four[1]), Number(four[2]), Number(four[3]), Number(four[4])] };
  const network = parseNetwork(entry);
  return network && { kind: network.base.kind(), bits: network.bits, bytes: network.base.toByteArray() };
}

function index(list: NamedList): Networks {
  const known = networks.get(list);
  if (known) return known;
  const byLength: Networks = new Map();
  for (const entry of list.entries) {
    const network = networkOf(entry);
    if (!network) continue;
    const { kind, bits, bytes } = network;
    const key = `${kind}/${bits}`;
    const group = byLength.get(key) ?? { kind, bits, prefixes: new Set() };
    if (!group.prefixes.size) byLength.set(key, group);
    group.prefixes.add(prefixOf(bytes, bits));
  }
  networks.set(list, byLength);
  return byLength;
}

/** At most one look-up for each prefix length that occurs. `::ffff:192.0.2.1` is 192.0.2.1. */
export function hasAddress(list: NamedList, text: string): boolean {
  const canonical = canonicalAddress(text);
  if (canonical === null || list.kind !== 'networks') return false;
  const address = ipaddr.parse(canonical);
  const bytes = address.toByteArray();
  for (const { kind, bits, prefixes } of index(list).values())
    if (kind === address.kind() && prefixes.has(prefixOf(bytes, bits))) return true;
  return false;
}

export function hasText(list: NamedList, text: string): boolean {
  if (list.kind !== 'texts') return false;
  let set = texts.get(list);
  if (!set) texts.set(list, (set = new Set(list.entries)));
  return set.has(text);
}
