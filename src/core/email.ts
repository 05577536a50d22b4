/** E-mail addresses as names of mailboxes. */

const DOTLESS_DOMAINS = new Set(['gmail.com', 'googlemail.com']);

/**
 * One spelling for all that reach the same mailbox, as far as that is known: lower case, without `+tag` (RFC 5233), and without dots
 * where the provider says that they mean nothing. For comparing, never for sending: a stranger's server may read them otherwise.
 */
export function mailboxOf(email: string): string {
  const at = email.lastIndexOf('@');
  const domain = email.slice(at + 1).toLowerCase();
  const local = email.slice(0, at).toLowerCase();
  const plus = local.indexOf('+');
  const untagged = plus > 0 ? local.slice(0, plus) : local;
  if (!DOTLESS_DOMAINS.has(domain)) return `${untagged}@${domain}`;
  return `${untagged.replaceAll('.', '')}@gmail.com`;
}
