/** Limits of those who have no tenant yet. Addresses and mailboxes are kept as digests. */
import { mailboxOf } from '#core/email.ts';
import { sha256Hex } from '#core/hash.ts';
import { clientBlock } from '#core/network.ts';
import { type Limits, take } from './limits.ts';
import type { World } from './world.ts';

const HOUR_MS = 3_600_000;
/** Mails to one mailbox in an hour, whoever asks for them. */
export const MAILS_PER_HOUR = 3;
/** Codes that one client address may try in an hour, for each sign-up that it may begin. */
export const TRIES_PER_SIGNUP = 6;

const perHour = (n: number) => ({ interval_ms: HOUR_MS / n, burst: n });
const digest = (text: string): string => sha256Hex(text).slice(0, 32);

/** Sign-ups, per client address. */
export function takeSignupLimit(world: World, address: string, per_hour: number): Promise<Limits> {
  return take(world, [
    { name: 'signup', request: { key: `{signup:${digest(clientBlock(address))}}`, policy: perHour(per_hour), cost: 1 } },
  ]);
}

/** Mails with a code, per mailbox: asked after `takeSignupLimit`, so that one caller uses up few strangers' mails. */
export function takeMailLimit(world: World, email: string): Promise<Limits> {
  const key = `{signup-mail:${digest(mailboxOf(email))}}`;
  return take(world, [{ name: 'signup-mail', request: { key, policy: perHour(MAILS_PER_HOUR), cost: 1 } }]);
}

/** Codes tried, per client address. */
export function takeCodeLimit(world: World, address: string, per_hour: number): Promise<Limits> {
  const key = `{signup-code:${digest(clientBlock(address))}}`;
  return take(world, [{ name: 'signup-code', request: { key, policy: perHour(per_hour * TRIES_PER_SIGNUP), cost: 1 } }]);
}
