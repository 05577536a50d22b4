/** Mail by SMTP (RFC 5321): a connection for each mail, no queue. What was not accepted within the deadline has failed. */
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Mail, Mailer } from '#app/ports.ts';

export type SmtpOptions = {
  /** `smtp://[user:password@]host[:port]`, or `smtps://` for TLS from the first byte. */
  url: string;
  from: string;
  /** From the connection attempt to the server's last word. */
  deadline_ms?: number;
};

/** A caller waits for it; mail servers answer in a second or two. */
export const MAIL_DEADLINE_MS = 10_000;
/** Mails under way; more fail at once. */
export const MAILS_MAX = 20;
/** A server has no more to say in one reply (RFC 5321, 4.5.3.1.5: 512 octets a line). */
const RESPONSE_BYTES_MAX = 65_536;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Opens no connection yet: whether the server is there shows with the first mail. */
export function openSmtp({ url, from, deadline_ms = MAIL_DEADLINE_MS }: SmtpOptions): Mailer {
  const place = new URL(url);
  const under_way = new Set<SMTPConnection>();
  return {
    async send(mail) {
      if (under_way.size >= MAILS_MAX) throw new Error(`smtp: ${MAILS_MAX} mails are under way`);
      const connection = connectionTo(place, deadline_ms);
      under_way.add(connection);
      try {
        const raw = await compose(from, mail);
        await within(deadline_ms, deliver(connection, place, { from, to: [mail.to], raw }));
      } finally {
        under_way.delete(connection);
        connection.close();
      }
    },
    async close() {
      for (const connection of under_way) connection.close();
    },
  };
}

function connectionTo({ hostname, port, protocol, username }: URL, deadline_ms: number): SMTPConnection {
  return new SMTPConnection({
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    ...(port !== '' && { port: Number(port) }),
    secure: protocol === 'smtps:',
    // A password does not go over a network in the clear, whatever the server offers (RFC 8314, 4.1).
    requireTLS: protocol === 'smtp:' && username !== '' && !LOOPBACK.test(hostname),
    dnsTimeout: deadline_ms,
    connectionTimeout: deadline_ms,
    greetingTimeout: deadline_ms,
    socketTimeout: deadline_ms,
    socketCloseTimeout: 0,
    maxResponseSize: RESPONSE_BYTES_MAX,
  });
}

/** Header fields are encoded by the composer; the recipient is an address and never a list or a display name. */
const compose = (from: string, { to, subject, text }: Mail): Promise<Buffer> => {
  const composer = new MailComposer({ from: { name: '', address: from }, to: { name: '', address: to }, subject, text });
  return composer.compile().build();
};

async function deliver(connection: SMTPConnection, place: URL, mail: { from: string; to: string[]; raw: Buffer }): Promise<void> {
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => {});
  connection.on('error', reject);
  connection.on('end', () => reject(new Error('smtp: the connection ended')));
  const step = (run: (done: (error?: Error | null) => void) => void): Promise<void> =>
    Promise.race([new Promise<void>((resolve, fail) => run((error) => (error ? fail(error) : resolve()))), failed]);
  await step((done) => connection.connect(done));
  if (place.username !== '') {
    const auth = { user: decodeURIComponent(place.username), pass: decodeURIComponent(place.password) };
    await step((done) => connection.login(auth, done));
  }
  await step((done) => connection.send({ from: mail.from, to: mail.to }, mail.raw, done));
}

async function within(deadline_ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`smtp: not accepted within ${deadline_ms} ms`)), deadline_ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
