/** What kind of place a host is. */
import type ipaddr from 'ipaddr.js';
import { HOST_CHARACTERS_MAX, parseLenientV4, parseV6 } from './address.ts';
import {
  CALLBACK_SUFFIXES,
  EMBEDDING_SUFFIXES,
  INTERNAL_SUFFIXES,
  LOOPBACK_NAMES,
  LOOPBACK_SUFFIXES,
  METADATA_ADDRESSES,
  METADATA_NAMES,
  REBINDING_SUFFIXES,
} from './tables.ts';

export type Place =
  | 'public'
  | 'metadata'
  | 'loopback'
  | 'private'
  | 'reserved'
  | 'internal-name'
  | 'single-label'
  | 'callback'
  | 'rebinding';

export type HostKind = {
  place: Place;
  /** The address is written in a notation that hides it. */
  disguised: boolean;
  /** The address stands in, or is known for, a public DNS name. */
  byName: boolean;
  /** The host is an address, not a name. */
  numeric: boolean;
};

/** Documentation ranges (RFC 5737, RFC 3849) lead nowhere. */
const DOCUMENTATION = /^(?:192\.0\.2|198\.51\.100|203\.0\.113)\.|^2001:db8:/;

/** Of IPv6, only 2000::/3 is handed out (IANA, IPv6 Global Unicast Address Assignments); other addresses are somebody's own network. */
const isUnassigned = (ip: ipaddr.IPv4 | ipaddr.IPv6): boolean => ip.kind() === 'ipv6' && ip.toByteArray()[0]! >> 5 !== 1;

export function placeOfAddress(ip: ipaddr.IPv4 | ipaddr.IPv6): Place {
  const text = ip.toString();
  if (METADATA_ADDRESSES.has(text)) return 'metadata';
  if (DOCUMENTATION.test(text)) return 'public';
  const range = ip.range();
  if (range === 'loopback' || range === 'unspecified') return 'loopback';
  if (range === 'private' || range === 'uniqueLocal') return 'private';
  return range === 'unicast' && !isUnassigned(ip) ? 'public' : 'reserved';
}

/** Full-width digits, circled letters, ideographic full stops: IDNA maps them to ASCII (UTS #46), filters do not. */
function foldHost(host: string): { host: string; disguised: boolean } {
  let ascii = true;
  for (let i = 0; i < host.length && ascii; i++) ascii = host.charCodeAt(i) < 0x80;
  if (ascii) return { host: host.toLowerCase(), disguised: false };
  const folded = host
    .normalize('NFKC')
    .replaceAll(/[\u3002\uff0e\uff61]/g, '.')
    .replaceAll(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '')
    .toLowerCase();
  return { host: folded, disguised: /^[\x21-\x7e]+$/.test(folded) };
}

function hasSuffix(host: string, suffixes: readonly string[]): boolean {
  return suffixes.some(
    (suffix) => host.endsWith(suffix) && (suffix.startsWith('.') || host.length === suffix.length || host.at(-suffix.length - 1) === '.'),
  );
}

/** The address written into a name: `10.0.0.1.nip.io`, `app-10-0-0-1.sslip.io`, `7f000001.nip.io`. */
function embeddedAddress(host: string): Place | null {
  const labels = host.split('.');
  for (let end = labels.length; end >= 4; end--) {
    const address = labels.slice(end - 4, end).every((label) => /^\d{1,3}$/.test(label))
      ? parseLenientV4(labels.slice(end - 4, end).join('.'))
      : null;
    if (address) return placeOfAddress(address.ip);
  }
  for (const label of labels.slice(-4)) {
    const dashed = /(?:^|-)(\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3})$/.exec(label);
    if (dashed) {
      const address = parseLenientV4((dashed[1] ?? '').replaceAll('-', '.'));
      if (address) return placeOfAddress(address.ip);
    }
    const hex = /(?:^|-)([0-9a-f]{8})$/.exec(label);
    const address = hex && parseLenientV4(`0x${hex[1]}`);
    if (address) return placeOfAddress(address.ip);
  }
  return null;
}

function placeOfName(name: string): { place: Place; byName: boolean } {
  if (METADATA_NAMES.has(name)) return { place: 'metadata', byName: false };
  if (LOOPBACK_NAMES.has(name) || name.endsWith('.localhost')) return { place: 'loopback', byName: false };
  if (hasSuffix(name, LOOPBACK_SUFFIXES)) return { place: 'loopback', byName: true };
  if (hasSuffix(name, REBINDING_SUFFIXES)) return { place: 'rebinding', byName: true };
  if (hasSuffix(name, CALLBACK_SUFFIXES)) return { place: 'callback', byName: true };
  const known = hasSuffix(name, EMBEDDING_SUFFIXES);
  const embedded = known || /\d[.-]\d/.test(name) ? embeddedAddress(name) : null;
  if (embedded && embedded !== 'public' && (known || embedded === 'metadata')) return { place: embedded, byName: true };
  if (hasSuffix(name, INTERNAL_SUFFIXES)) return { place: 'internal-name', byName: false };
  return { place: name.includes('.') ? 'public' : 'single-label', byName: false };
}

/** Classifies a host as it stands in a URL or an argument, without port. Linear; hosts over `HOST_CHARACTERS_MAX` are `public`. */
export function classifyHost(written: string): HostKind {
  const none: HostKind = { place: 'public', disguised: false, byName: false, numeric: false };
  if (written === '' || written.length > HOST_CHARACTERS_MAX) return none;
  const folded = foldHost(written);
  let host = folded.host;
  while (host.endsWith('.')) host = host.slice(0, -1);
  if (host === '') return none;
  const address = parseLenientV4(host) ?? parseV6(host);
  if (address) {
    const place = placeOfAddress(address.ip);
    const mapped = host.includes(':');
    return { place, disguised: folded.disguised || (address.disguised && !(mapped && place === 'public')), byName: false, numeric: true };
  }
  return { ...placeOfName(host), disguised: folded.disguised, numeric: false };
}
