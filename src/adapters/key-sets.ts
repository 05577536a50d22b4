/** Key sets of issuers in memory, so that neither their slowness nor their absence is the callers'. For all tenants: keys are public. */
import { LRUCache } from 'lru-cache';
import type { KeySets, KeysFound } from '#app/key-sets.ts';
import type { KeySet } from '#core/identity/public-key.ts';
import { fetchKeySet, NoKeySet, type FetchOptions } from './key-set-fetch.ts';
import { isReachable } from './public-address.ts';

/** So long a set is not asked for again. */
export const FRESH_MS = 600_000;
/** So long after it was fetched it is used when its issuer does not answer. */
export const STALE_MS = 86_400_000;
/** After a failure, and between two questions for a key that is not there. */
export const COOL_DOWN_MS = 30_000;
/** Issuers; the one that was not asked for longest goes first. */
const SETS_MAX = 5_000;
/** Of what was fetched, of all issuers. */
const BYTES_MAX = 67_108_864;
/** What an issuer costs without keys. */
const ENTRY_BYTES = 1_024;
/** Fetches under way in this process; an issuer beyond them counts as absent for the moment. */
const FETCHES_MAX = 100;

type Known = {
  set: KeySet | null;
  bytes: number;
  fetched_ms: number;
  failed_ms: number;
  renewed_ms: number;
  why: string;
  flight: Promise<void> | null;
};

const isWithin = (now_ms: number, since_ms: number, span_ms: number): boolean => now_ms >= since_ms && now_ms - since_ms < span_ms;

export function openKeySets(options: FetchOptions): KeySets {
  const known = new LRUCache<string, Known>({ max: SETS_MAX, maxSize: BYTES_MAX, sizeCalculation: ({ bytes }) => bytes + ENTRY_BYTES });
  let under_way = 0;

  const knownOf = (uri: string): Known => {
    const one = known.get(uri) ?? unknown();
    known.set(uri, one);
    return one;
  };
  const fetchInto = async (one: Known, uri: string, now_ms: number): Promise<void> => {
    under_way++;
    try {
      const { set, bytes } = await fetchKeySet(uri, options);
      Object.assign(one, { set, bytes, fetched_ms: now_ms, failed_ms: -Infinity });
      // Its size has changed; and it may have been forgotten meanwhile.
      known.delete(uri);
      known.set(uri, one);
    } catch (error) {
      one.failed_ms = now_ms;
      one.why = error instanceof NoKeySet ? error.message : 'they cannot be read';
    } finally {
      under_way--;
      one.flight = null;
    }
  };
  /** Whoever comes meanwhile waits for the same answer. Resolves at once where none is to be asked for. */
  const ask = (one: Known, uri: string, now_ms: number): Promise<void> => {
    if (one.flight) return one.flight;
    if (isWithin(now_ms, one.failed_ms, COOL_DOWN_MS)) return Promise.resolve();
    if (under_way >= FETCHES_MAX) {
      one.why = `${FETCHES_MAX} other issuers are being asked at the moment`;
      return Promise.resolve();
    }
    one.flight = fetchInto(one, uri, now_ms);
    return one.flight;
  };

  return {
    refuses: (uri) => faultOf(uri, options.private_networks),
    async get(uri, now_ms): Promise<KeysFound> {
      const one = knownOf(uri);
      if (one.set && isWithin(now_ms, one.fetched_ms, STALE_MS)) {
        if (!isWithin(now_ms, one.fetched_ms, FRESH_MS)) void ask(one, uri, now_ms);
        return { set: one.set };
      }
      one.set = null;
      await ask(one, uri, now_ms);
      return one.set ? { set: one.set } : { why: one.why };
    },
    async renew(uri, seen, now_ms) {
      const one = knownOf(uri);
      if (one.set && one.set !== seen) return one.set;
      if (!one.flight && isWithin(now_ms, one.renewed_ms, COOL_DOWN_MS)) return seen;
      one.renewed_ms = now_ms;
      await ask(one, uri, now_ms);
      return one.set ?? seen;
    },
  };
}

const unknown = (): Known => ({
  set: null,
  bytes: 0,
  fetched_ms: -Infinity,
  failed_ms: -Infinity,
  renewed_ms: -Infinity,
  why: '',
  flight: null,
});

/** What the configuration lets nobody ask. */
function faultOf(uri: string, private_networks: boolean): string | null {
  const url = URL.canParse(uri) ? new URL(uri) : null;
  if (!url) return 'Must be a URL';
  if (url.protocol !== 'https:' && !(private_networks && url.protocol === 'http:')) return 'Must begin with https://';
  if (url.username !== '' || url.password !== '' || url.hash !== '') return 'Must be without user, password and fragment';
  return isReachable(url, private_networks) ? null : 'Must not lead to an address that is not public';
}
