/**
 * Sign-up by a one-time code (NIST SP 800-63B, 3.1.3.2, as far as it goes for mail). Whether a mailbox has a tenant is told to nobody
 * but who has shown its code: until then everything is the same for all. Neither the address nor the code is stored, only their HMACs.
 */
import { mailboxOf } from '#core/email.ts';
import { Problem } from '#core/problem.ts';
import type { Mail } from './ports.ts';
import { found, type Founded } from './signup.ts';
import { onStore } from './store.ts';
import type { World } from './world.ts';

export const CODE_TTL_MS = 15 * 60_000;
export const CODE_ATTEMPTS_MAX = 5;
const MAIL_RETRY_MS = 30_000;
/** Crockford's base32 without look-alikes; ten characters are 50 bits. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const CODE_CHARS = 10;
const GROUP_CHARS = 5;

/** `xxxxx-xxxxx`, of `CODE_CHARS` random bytes: 256 is a multiple of 32. */
const codeOf = (random: Uint8Array): string => {
  const chars = Array.from(random, (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return `${chars.slice(0, GROUP_CHARS)}-${chars.slice(GROUP_CHARS)}`;
};

/** As people type it: in capitals, without the hyphen, with o, i and l where there are none (Crockford). */
const typed = (code: string): string => code.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');

type Macs = { mailbox: Uint8Array; code: Uint8Array };

function macsOf({ vault }: World, email: string, code: string): Macs {
  const name = mailboxOf(email);
  return { mailbox: vault.hmac('mailbox', name), code: vault.hmac('signup code', `${name}\0${typed(code)}`) };
}

/** Nothing in it but the code is of the caller's making: not the name, which could be an advertisement to a stranger. */
const mailOf = (to: string, code: string): Mail => ({
  to,
  subject: 'Your Countersign sign-up code',
  text: `Somebody, we think you, is signing up for Countersign with this address.

Your code is ${code}

It is good for ${CODE_TTL_MS / 60_000} minutes, for one sign-up. If it was not you, do nothing: without the code nothing happens.
`,
});

/** Mails a code. Throws `MAIL_UNAVAILABLE`, with nothing left behind, when no server has taken the mail. */
export async function requestSignup(world: World, { email, name }: { email: string; name: string }): Promise<void> {
  const { mailer, database } = world;
  if (!mailer) throw new Problem('SIGNUP_CLOSED');
  const now = world.machine.now();
  const code = codeOf(world.machine.randomBytes(CODE_CHARS));
  const macs = macsOf(world, email, code);
  const pending = { ...macs, name, expires_at: new Date(now + CODE_TTL_MS) };
  const is_held = await onStore(() => database.signups.hold(pending, new Date(now)));
  if (!is_held) throw new Problem('MAIL_UNAVAILABLE', { detail: 'Too many sign-ups wait for their codes.', retry_after_ms: MAIL_RETRY_MS });
  try {
    await mailer.send(mailOf(email, code));
  } catch (cause) {
    await database.signups.drop(macs.mailbox, macs.code).catch(() => {});
    throw new Problem('MAIL_UNAVAILABLE', { retry_after_ms: MAIL_RETRY_MS, cause });
  }
}

/** The tenant, on the free plan. An attempt counts even when it fails later; the code is used up only together with the tenant made. */
export async function verifySignup(world: World, { email, code }: { email: string; code: string }): Promise<Founded> {
  const { mailbox, code: code_mac } = macsOf(world, email, code);
  const now = new Date(world.machine.now());
  if (!(await onStore(() => world.database.signups.attempt(mailbox, code_mac, now, CODE_ATTEMPTS_MAX))))
    throw new Problem('SIGNUP_CODE_INVALID');
  return found(world, async (tx) => {
    const name = await tx.takeSignup(mailbox, code_mac);
    if (name === null) throw new Problem('SIGNUP_CODE_INVALID');
    return { name, email, plan: 'free', posture: 'starter', mailbox };
  });
}
