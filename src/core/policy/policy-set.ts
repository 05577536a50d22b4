/** A set: versions of policies that come into force together, or go out of it (docs: `policy.md` 6). */
import { canonicalJson } from '../canonical.ts';
import { sha256Hex } from '../hash.ts';
import type { Strictness } from '../submission.ts';
import type { Posture } from '../tenant.ts';
import type { NamedList } from './lists.ts';

/** A set goes from left to right; `draft` may be passed over to `active`, and what is no longer active is `archived`. */
export const POLICY_SET_STATES = ['draft', 'shadow', 'active', 'archived'] as const;
export type PolicySetState = (typeof POLICY_SET_STATES)[number];

/** Never changes. `settings` and `lists` are those of the tenant when it was made: evidence, for the tenant's own stay in force. */
export type PolicySetManifest = {
  /** In order of id. */
  policies: { id: string; version: number; digest: string }[];
  settings: { posture: Posture; strictness: Strictness };
  lists: { name: string; digest: string }[];
};

/** SHA-256 of the canonical JSON (RFC 8785), in hex. */
export const manifestDigest = (manifest: PolicySetManifest): string => sha256Hex(canonicalJson(manifest));
export const listDigest = ({ name, kind, entries }: NamedList): string => sha256Hex(canonicalJson({ name, kind, entries }));

/**
 * The validator of a set: of two who activate at once, the second has not seen what the first has made, and any activation changes the tags
 * of all sets. @param serial of the latest activation; 0 before the first
 */
export const setTag = ({ digest, state }: { digest: string; state: PolicySetState }, serial: number): string =>
  sha256Hex(`${digest} ${state} ${serial}`);
