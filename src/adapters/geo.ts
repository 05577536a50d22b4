/** Countries and networks of addresses, from files in MaxMind's DB format 2.0 (maxmind.github.io/MaxMind-DB), whoever makes them. */
import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';
import { readFile, stat } from 'node:fs/promises';
import type { Geo } from '#app/ports.ts';
import { canonicalAddress } from '#core/network.ts';
import type { Whereabouts } from '#core/policy/local-facts.ts';
import { openMmdb, type Mmdb } from './mmdb.ts';

const ADDRESSES_MAX = 20_000;
const CHECK_EVERY_MS = 30_000;
/** Databases are made weekly or monthly. */
export const AGE_MAX_MS = 45 * 86_400_000;
const GONE = 'gone';
const NOWHERE: Whereabouts = { country: null, asn: null };

export type GeoOptions = {
  /** Paths; null where there is none. */
  country: string | null;
  asn: string | null;
  check_every_ms?: number;
  now?: () => number;
  /** Told of a file that cannot be read or is not what it should be, while the last good one goes on, and of one that is old. */
  onTrouble?: (setting: Setting, why: string) => void;
};
type Setting = 'GEO_COUNTRY_MMDB' | 'GEO_ASN_MMDB';
/** `mark`: of what was read last, whether or not it was good. */
type File = { setting: Setting; path: string; mark: string; mmdb: Mmdb };

/** Names the setting; its message tells why. */
export class GeoError extends Error {
  readonly setting: Setting;
  constructor(setting: Setting, path: string, cause: unknown) {
    super(`${setting}: ${path} ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.setting = setting;
  }
}

/** Rejects with a `GeoError` when a file is missing or damaged. */
export async function openGeo({
  country,
  asn,
  check_every_ms = CHECK_EVERY_MS,
  now = Date.now,
  onTrouble = () => {},
}: GeoOptions): Promise<Geo> {
  const known = new LRUCache<string, Whereabouts>({ max: ADDRESSES_MAX });
  const files = { country: await open('GEO_COUNTRY_MMDB', country), asn: await open('GEO_ASN_MMDB', asn) };
  const warnIfOld = ({ setting, mmdb }: File): void => {
    const days = Math.floor((now() - mmdb.built_ms) / 86_400_000);
    if (now() - mmdb.built_ms > AGE_MAX_MS) onTrouble(setting, `was built ${days} days ago`);
  };
  for (const file of Object.values(files)) if (file) warnIfOld(file);
  const renew = async (name: 'country' | 'asn'): Promise<void> => {
    const file = files[name];
    if (!file) return;
    const mark = await markOf(file.path).catch(() => GONE);
    if (mark === file.mark) return;
    file.mark = mark;
    try {
      files[name] = await open(file.setting, file.path);
      known.clear();
      warnIfOld(files[name] ?? file);
    } catch (error) {
      onTrouble(file.setting, `cannot be read again; the last one stays in use: ${error instanceof Error ? error.message : ''}`);
    }
  };
  const timer = setInterval(() => void Promise.all([renew('country'), renew('asn')]), check_every_ms).unref();
  return {
    lookup(text) {
      const cached = known.get(text);
      if (cached) return cached;
      const ip = canonicalAddress(text);
      const found =
        ip === null || ipaddr.parse(ip).range() !== 'unicast'
          ? NOWHERE
          : { country: countryOf(files.country?.mmdb.get(ip)), asn: asnOf(files.asn?.mmdb.get(ip)) };
      known.set(text, found);
      return found;
    },
    age_ms(at_ms) {
      const ages = Object.values(files).map((file) => (file ? at_ms - file.mmdb.built_ms : 0));
      return Math.max(0, ...ages);
    },
    close: () => clearInterval(timer),
  };
}

async function markOf(path: string): Promise<string> {
  const { mtimeMs, size, ino } = await stat(path);
  return `${mtimeMs} ${size} ${ino}`;
}

async function open(setting: Setting, path: string | null): Promise<File | null> {
  if (path === null) return null;
  try {
    const mark = await markOf(path);
    return { setting, path, mark, mmdb: openMmdb(await readFile(path)) };
  } catch (error) {
    throw new GeoError(setting, path, error);
  }
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as { [name: string]: unknown })[name] : undefined;

const CODE = /^[A-Z]{2}$/;
/** `country.iso_code` with MaxMind and DB-IP, `country_code` or `country` with others. */
function countryOf(found: unknown): string | null {
  const codes = [member(member(found, 'country'), 'iso_code'), member(found, 'country_code'), member(found, 'country')];
  return codes.find((code): code is string => typeof code === 'string' && CODE.test(code)) ?? null;
}

const ASN = /^AS([0-9]{1,10})$/;
/** `autonomous_system_number` with MaxMind and DB-IP, `asn` with others. */
function asnOf(found: unknown): number | null {
  for (const number of [member(found, 'autonomous_system_number'), member(found, 'asn')]) {
    const asn = typeof number === 'string' ? Number(ASN.exec(number)?.[1] ?? Number.NaN) : number;
    if (typeof asn === 'number' && Number.isInteger(asn) && asn > 0 && asn <= 4_294_967_295) return asn;
  }
  return null;
}
