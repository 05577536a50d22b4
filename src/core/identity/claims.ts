/** What a token says (JWT claims, RFC 7519), checked, and brought to what policies ask. Its signature is verified elsewhere. */
import type { JsonObject } from '../submission.ts';
import type { TokenRefusal } from './refusal.ts';
import type { Issuer } from './issuer.ts';

/** Clocks of issuers may be wrong by so much, in either direction. */
export const SKEW_S = 60;
export const IDENTIFIER_CHARS_MAX = 256;
/** Of roles, of groups, of scopes. A token with more is refused: one that is cut might have lost the very role that is forbidden. */
export const LISTED_MAX = 200;
const CLAIMS_MAX = 100;
const CLAIM_CHARS_MAX = 2_048;

/** What is kept of a token; `claims` are its own strings. */
export type VerifiedToken = {
  issuer: string;
  user: string;
  roles: string[];
  groups: string[];
  scopes: string[];
  claims: { [name: string]: string };
  acr: string | null;
  amr: string[];
  /** Seconds since 1970. */
  auth_time_s: number | null;
  expires_s: number;
};

const refuse = (code: TokenRefusal['code'], message: string): TokenRefusal => ({ code, message });
const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** Whom it is for, and whether it is its time. Null when nothing is wrong. */
export function standingFault({ aud, exp, nbf, iat }: JsonObject, issuer: Issuer, now_ms: number): TokenRefusal | null {
  const now_s = Math.floor(now_ms / 1_000);
  const audiences: unknown[] = Array.isArray(aud) ? aud : [aud];
  if (!audiences.some((one) => typeof one === 'string' && issuer.audiences.includes(one)))
    return refuse('TOKEN_AUDIENCE', 'The token is for none of the audiences of its issuer.');
  if (!isTime(exp)) return refuse('TOKEN_INVALID', 'The token does not say when it ends (exp).');
  if (exp <= now_s - SKEW_S) return refuse('TOKEN_EXPIRED', 'The token has expired.');
  if (nbf !== undefined && !isTime(nbf)) return refuse('TOKEN_INVALID', 'nbf of the token is no time.');
  if (nbf !== undefined && nbf > now_s + SKEW_S) return refuse('TOKEN_NOT_YET_VALID', 'The token is not valid yet (nbf).');
  if (iat !== undefined && !isTime(iat)) return refuse('TOKEN_INVALID', 'iat of the token is no time.');
  if (iat !== undefined && iat > now_s + SKEW_S) return refuse('TOKEN_NOT_YET_VALID', 'The token was issued in the future (iat).');
  if (iat !== undefined && iat > exp) return refuse('TOKEN_INVALID', 'The token ended before it was issued.');
  return null;
}

export const isRefusal = (value: object): value is TokenRefusal => 'code' in value;

/** What it says of the user. What is beyond a limit, or of another type than it must be, refuses the token as a whole. */
export function readClaims(payload: JsonObject, { issuer, claims: names }: Issuer): VerifiedToken | TokenRefusal {
  const user = claimAt(payload, names.user);
  if (!isIdentifier(user))
    return refuse('TOKEN_INVALID', `The claim that names the user is missing or no text of 1 to ${IDENTIFIER_CHARS_MAX} characters.`);
  const lists: Record<'roles' | 'groups' | 'scopes' | 'amr', string[]> = { roles: [], groups: [], scopes: [], amr: [] };
  const given = { ...names, amr: '/amr' };
  for (const name of ['roles', 'groups', 'scopes', 'amr'] as const) {
    const list = listOf(claimAt(payload, given[name]), name === 'scopes');
    if (!list)
      return refuse(
        'TOKEN_INVALID',
        `The ${name} of the token are no list of at most ${LISTED_MAX} texts of up to ${IDENTIFIER_CHARS_MAX} characters.`,
      );
    lists[name] = list;
  }
  const claims = Object.entries(payload).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && isKept(entry[0]));
  if (claims.length > CLAIMS_MAX || claims.some(([name, text]) => name.length > IDENTIFIER_CHARS_MAX || text.length > CLAIM_CHARS_MAX))
    return refuse(
      'TOKEN_INVALID',
      `The token has more than ${CLAIMS_MAX} claims of text, or one of more than ${CLAIM_CHARS_MAX} characters, or with a name of more than ${IDENTIFIER_CHARS_MAX}.`,
    );
  return {
    ...lists,
    issuer,
    user,
    claims: Object.fromEntries(claims),
    acr: isIdentifier(payload['acr']) ? payload['acr'] : null,
    auth_time_s: isTime(payload['auth_time']) ? payload['auth_time'] : null,
    expires_s: payload['exp'] as number,
  };
}

const isIdentifier = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= IDENTIFIER_CHARS_MAX;

/** These make a token unique, or bind it to another; they say nothing of the user and have no place in what is recorded. */
const OF_THE_TOKEN: ReadonlySet<string> = new Set(['jti', 'nonce', 'at_hash', 'c_hash', 's_hash', 'sid', 'uti', 'rh', 'aio']);
const isKept = (name: string): boolean => !OF_THE_TOKEN.has(name);

/** The claim of that name, or what a JSON Pointer (RFC 6901) leads to; undefined when there is none. */
function claimAt(payload: JsonObject, name: string): unknown {
  if (!name.startsWith('/')) return own(payload, name);
  let value: unknown = payload;
  for (const token of name.slice(1).split('/')) value = own(value, token.replaceAll('~1', '/').replaceAll('~0', '~'));
  return value;
}
const own = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;

/** One text is a list of one, or, with `spaced`, the words in it (RFC 6749, 3.3). Null when it is no list, or beyond the limits. */
function listOf(value: unknown, spaced: boolean): string[] | null {
  if (value === undefined || value === null) return [];
  const texts: unknown[] = typeof value === 'string' ? (spaced ? value.split(' ') : [value]) : Array.isArray(value) ? value : [null];
  if (!texts.every((text) => typeof text === 'string' && text.length <= IDENTIFIER_CHARS_MAX)) return null;
  const list = [...new Set(texts as string[])].filter((text) => text !== '');
  return list.length <= LISTED_MAX ? list : null;
}
