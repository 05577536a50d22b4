/** Who may say, by a signed token, who the caller is: set by the tenant (`PATCH /tenant`). */
import type { KeySet } from './public-key.ts';

/** Of one tenant. */
export const ISSUERS_MAX = 10;
export const AUDIENCES_MAX = 10;
/** Keys that stand in the settings themselves, of one issuer. */
export const INLINE_KEYS_MAX = 10;
/** Of names, audiences and addresses. */
export const ISSUER_CHARS_MAX = 512;
export const CLAIM_NAME_CHARS_MAX = 256;
export const CLAIM_DEPTH_MAX = 8;

/** Signatures by a private key alone: whoever verifies with these cannot sign (RFC 8725, 3.1 and 3.2). */
export const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];
export const ALGORITHMS_DEFAULT: readonly Algorithm[] = ['RS256', 'ES256', 'EdDSA'];

/** Where in the token to read; a JSON Pointer when it begins with `/`, else the name of a claim. */
export type ClaimNames = { user: string; roles: string; groups: string; scopes: string };
export const CLAIM_NAMES: ClaimNames = { user: 'sub', roles: 'roles', groups: 'groups', scopes: 'scope' };

export type Issuer = {
  /** `iss`, to the character. */
  issuer: string;
  /** One of them must be in `aud`. */
  audiences: readonly string[];
  /** Where its keys are published; null where they stand in `jwks`. */
  jwks_uri: string | null;
  jwks: KeySet | null;
  algorithms: readonly Algorithm[];
  claims: ClaimNames;
  /** RFC 3339; believed from then on, and until before then. Null: without bound. */
  valid_from: string | null;
  valid_until: string | null;
};

export const isInWindow = ({ valid_from, valid_until }: Issuer, now_ms: number): boolean =>
  (valid_from === null || now_ms >= Date.parse(valid_from)) && (valid_until === null || now_ms < Date.parse(valid_until));
