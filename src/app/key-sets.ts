/** The port to the public keys of issuers of tokens. */
import type { KeySet } from '#core/identity/public-key.ts';

/** `why` is for people; it tells nothing that the issuer has sent. */
export type KeysFound = { set: KeySet } | { why: string };

/** Public keys of issuers of tokens, where they are published, kept for all tenants. */
export type KeySets = {
  /** Why keys are never fetched from there; null when they may be. */
  refuses(uri: string): string | null;
  /**
   * Never rejects, and takes no longer than one fetch. What is fresh comes out of memory; what is older comes out of memory too and is
   * fetched anew beside it. The same object as long as it is the same set.
   */
  get(uri: string, now_ms: number): Promise<KeysFound>;
  /** A key is not in the set that was `seen`: a newer one, else, or when it was asked for only just now, the same. */
  renew(uri: string, seen: KeySet, now_ms: number): Promise<KeySet>;
};
