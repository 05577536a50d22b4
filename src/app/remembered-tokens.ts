/**
 * Tokens that were verified a moment ago: an agent sends the same one with every call. Found by SHA-256, so that no token stands in
 * memory longer than its call. What a tenant remembers pushes out nothing of another tenant but that of the one who was quiet longest.
 */
import { LRUCache } from 'lru-cache';
import type { VerifiedToken } from '#core/identity/claims.ts';
import type { Issuer } from '#core/identity/issuer.ts';
import { sha256Hex } from '#core/hash.ts';
import type { TenantId } from '#core/tenant.ts';

/** An issuer's key that is withdrawn goes on verifying what it had verified for so long. */
export const REMEMBERED_MS = 60_000;
const TENANTS_MAX = 200;
/** Of one tenant. */
export const TOKENS_MAX = 500;
/** Of one tenant, in characters of tokens, which is about what is kept of them: some 100 MB of all tenants. */
const CHARS_MAX = 524_288;

export type RememberedTokens = {
  /** For these issuers as they are set now. */
  get(tenant: TenantId, issuers: readonly Issuer[], text: string, now_ms: number): VerifiedToken | null;
  set(tenant: TenantId, issuers: readonly Issuer[], text: string, token: VerifiedToken, now_ms: number): void;
};

type Remembered = { token: VerifiedToken; from_ms: number; until_ms: number };

export function makeRememberedTokens(): RememberedTokens {
  const tenants = new LRUCache<TenantId, LRUCache<string, Remembered>>({ max: TENANTS_MAX });
  return {
    get(tenant, issuers, text, now_ms) {
      const own = tenants.get(tenant);
      const known = own?.get(keyOf(issuers, text));
      // A clock that was set back must not keep a token alive.
      return known && now_ms >= known.from_ms && now_ms < known.until_ms ? known.token : null;
    },
    set(tenant, issuers, text, token, now_ms) {
      const until_ms = Math.min(now_ms + REMEMBERED_MS, token.expires_s * 1_000, endOf(issuers, token.issuer));
      if (until_ms <= now_ms) return;
      const own = tenants.get(tenant) ?? new LRUCache<string, Remembered>({ max: TOKENS_MAX, maxSize: CHARS_MAX });
      own.set(keyOf(issuers, text), { token, from_ms: now_ms, until_ms }, { size: Math.max(1, text.length) });
      tenants.set(tenant, own);
    },
  };
}

/** What was verified for other settings was not verified. */
const keyOf = (issuers: readonly Issuer[], text: string): string => sha256Hex(`${settingOf(issuers)}.${text}`);

const settings = new WeakMap<readonly Issuer[], string>();
function settingOf(issuers: readonly Issuer[]): string {
  const known = settings.get(issuers);
  if (known !== undefined) return known;
  const digest = sha256Hex(JSON.stringify(issuers));
  settings.set(issuers, digest);
  return digest;
}

function endOf(issuers: readonly Issuer[], name: string): number {
  const { valid_until = null } = issuers.find(({ issuer }) => issuer === name) ?? {};
  return valid_until === null ? Infinity : Date.parse(valid_until);
}
