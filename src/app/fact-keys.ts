/** Under what counters and history are kept: nothing that a caller sends stands there in clear. */
import { sha256Hex } from '#core/hash.ts';
import type { LimitRequirement } from '#core/policy/document.ts';
import type { Identity } from '#core/policy/facts.ts';
import type { TagOf } from '#core/policy/history.ts';
import { plainName } from '#core/policy/plain-name.ts';
import type { TenantId } from '#core/tenant.ts';
import type { TenantKey } from './ports.ts';

/** Who acts, of whose tenant. `tried`: a set in shadow, or the policies in shadow: what counts for one counts for nobody else. */
export type Party = { tenant: TenantId; key: TenantKey; identity: Identity; tried?: string };

/** 128 bits. */
const TAG_CHARS = 32;
/** Longer texts go into the HMAC by their digest: the HMACs of texts are remembered. */
const PLAIN_CHARS_MAX = 256;

export const tagsOf =
  (key: TenantKey): TagOf =>
  (text) =>
    key.hmac('fact', text.length > PLAIN_CHARS_MAX ? `sha256:${sha256Hex(text)}` : `text:${text}`).slice(0, TAG_CHARS);

const keyOf = ({ tenant, key, tried }: Party, kind: 'count' | 'past', parts: readonly unknown[]): string =>
  `{tenant:${tenant}}:${tried === undefined ? kind : `tried-${kind}`}:${tagsOf(key)(JSON.stringify(tried === undefined ? parts : [tried, ...parts]))}`;

/** Null where a limit is one of whoever acts, or of a session, and there is none. @param called the tool, else the method */
export function counterKey(party: Party, policy: string, limit: LimitRequirement, called: string): string | null {
  const { principal, session } = party.identity;
  const whose = { tenant: '', principal: principal && `${principal.type} ${principal.id}`, session, tool: plainName(called) };
  const parts = limit.key.split('+').map((part) => whose[part as keyof typeof whose]);
  // Of another window or measure it is another counter.
  const { id, key, window, measure = 'calls', count = 'allowed' } = limit;
  return parts.includes(null) ? null : keyOf(party, 'count', [policy, id, key, window, measure, count, ...parts]);
}

/** Of the session, else of whoever acts. */
export function pastKey(party: Party): string | null {
  const { principal, session } = party.identity;
  if (session !== null) return keyOf(party, 'past', ['session', session]);
  return principal && keyOf(party, 'past', [principal.type, principal.id]);
}
