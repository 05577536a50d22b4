import { afterEach, describe, expect, it } from 'vitest';
import { MAILS_MAX, openSmtp } from '#adapters/smtp.ts';
import type { Mailer } from '#app/ports.ts';
import { openListener, openMailbox } from '../support/mailbox.ts';

const FROM = 'signup@countersign.example';
const MAIL = { to: 'someone@example.com', subject: 'Your code', text: 'abcde-fghjk\n' };

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close();
});
async function keep<T extends { close(): Promise<void> }>(making: Promise<T>): Promise<T> {
  const made = await making;
  opened.push(made);
  return made;
}
function mailerTo(url: string, deadline_ms = 5_000): Mailer {
  const mailer = openSmtp({ url, from: FROM, deadline_ms });
  opened.push(mailer);
  return mailer;
}

async function timed(work: Promise<unknown>): Promise<{ error: unknown; ms: number }> {
  const began = performance.now();
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  return { error, ms: performance.now() - began };
}

it('a mail arrives with its sender, its one recipient, its subject and its text', async () => {
  const mailbox = await keep(openMailbox());
  await mailerTo(mailbox.url).send(MAIL);
  expect(mailbox.received).toHaveLength(1);
  const [{ from, to, raw }] = mailbox.received as [(typeof mailbox.received)[0]];
  expect([from, to]).toEqual([FROM, [MAIL.to]]);
  expect(raw).toContain('Subject: Your code\r\n');
  expect(raw).toContain(`From: ${FROM}\r\nTo: ${MAIL.to}\r\n`);
  expect(raw.split('\r\n\r\n')[1]).toContain('abcde-fghjk');
});

it.each([
  ['a line break and a header', 'a@example.com\r\nBcc: b@example.com'],
  ['a second recipient', 'a@example.com, b@example.com'],
  ['a command', 'a@example.com>\r\nRCPT TO:<b@example.com'],
])('a recipient with %s reaches nobody else', async (_, to) => {
  const mailbox = await keep(openMailbox());
  await mailerTo(mailbox.url)
    .send({ ...MAIL, to })
    .catch(() => {});
  expect(mailbox.received.flatMap((mail) => mail.to)).not.toContain('b@example.com');
  expect(mailbox.received.map((mail) => mail.raw).join('')).not.toMatch(/^Bcc:/im);
});

it('logs in with the user and the password of the URL, percent-decoded', async () => {
  const mailbox = await keep(
    openMailbox({
      onAuth: ({ username, password }, _session, done) =>
        username === 'us@er' && password === 'p:w/d' ? done(null, { user: username }) : done(new Error('wrong')),
    }),
  );
  await mailerTo(mailbox.url.replace('//', '//us%40er:p%3Aw%2Fd@')).send(MAIL);
  expect(mailbox.received[0]?.user).toBe('us@er');
  await expect(mailerTo(mailbox.url.replace('//', '//us%40er:wrong@')).send(MAIL)).rejects.toThrow('Invalid login');
});

describe('fails, and in time, when the server', () => {
  it('is not there', async () => {
    const { url, close } = await openListener(() => {});
    await close();
    const { error, ms } = await timed(mailerTo(url).send(MAIL));
    expect(error).toBeInstanceOf(Error);
    expect(ms).toBeLessThan(5_000);
  });

  it('refuses the recipient', async () => {
    const mailbox = await keep(openMailbox({ onRcptTo: (_address, _session, done) => done(new Error('no such mailbox')) }));
    await expect(mailerTo(mailbox.url).send(MAIL)).rejects.toThrow(/no such mailbox/);
  });

  it('refuses the message', async () => {
    const mailbox = await keep(
      openMailbox({ onData: (stream, _session, done) => stream.on('end', () => done(new Error('full'))).resume() }),
    );
    await expect(mailerTo(mailbox.url).send(MAIL)).rejects.toThrow(/full/);
  });

  it('hangs up', async () => {
    const server = await keep(openListener((socket) => socket.end('220 hello\r\n')));
    expect((await timed(mailerTo(server.url).send(MAIL))).error).toBeInstanceOf(Error);
  });

  it('says nothing', async () => {
    const server = await keep(openListener(() => {}));
    const { error, ms } = await timed(mailerTo(server.url, 300).send(MAIL));
    expect(error).toBeInstanceOf(Error);
    expect(ms).toBeLessThan(3_000);
  });

  it('trickles an endless reply, and its connection is cut', async () => {
    const cut = Promise.withResolvers<void>();
    const server = await keep(
      openListener((socket) => {
        const trickle = setInterval(() => socket.write('220-wait\r\n'), 20);
        socket.once('close', () => {
          clearInterval(trickle);
          cut.resolve();
        });
      }),
    );
    const { error, ms } = await timed(mailerTo(server.url, 300).send(MAIL));
    expect(error).toMatchObject({ message: expect.stringMatching(/300 ms|[Gg]reeting|timed? ?out/i) });
    expect(ms).toBeLessThan(3_000);
    await cut.promise;
  });
});

it('holds at most so many connections: one more fails at once', async () => {
  let connections = 0;
  const full = Promise.withResolvers<void>();
  const server = await keep(
    openListener(() => {
      if (++connections === MAILS_MAX) full.resolve();
    }),
  );
  const mailer = mailerTo(server.url, 2_000);
  const waiting = Array.from({ length: MAILS_MAX }, () => timed(mailer.send(MAIL)));
  await full.promise;
  await expect(mailer.send(MAIL)).rejects.toThrow(`${MAILS_MAX} mails`);
  await mailer.close();
  for (const { error } of await Promise.all(waiting)) expect(error).toBeInstanceOf(Error);
});
