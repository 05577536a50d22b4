/** An SMTP server on a free loopback port that keeps what it is sent. */
import { createServer, type Server, type Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export type Received = { from: string; to: string[]; raw: string; user: string | undefined };
export type Mailbox = {
  url: string;
  received: Received[];
  /** The one-time code in the latest mail to `address`. */
  codeTo(address: string): string;
  close(): Promise<void>;
};

/** Plain SMTP without accounts unless `options` say otherwise; it knows every mailbox but `nobody@`. */
export async function openMailbox(options: SMTPServerOptions = {}): Promise<Mailbox> {
  const received: Received[] = [];
  const server = new SMTPServer({
    disabledCommands: options.onAuth ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, done) => (address.startsWith('nobody@') ? done(new Error('no such mailbox')) : done()),
    closeTimeout: 100,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom ? mailFrom.address : '';
        const raw = Buffer.concat(chunks).toString('utf8');
        received.push({ from, to: rcptTo.map((r) => r.address), raw, user: session.user === undefined ? undefined : String(session.user) });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  const listener = server.listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => listener.once('listening', resolve));
  return {
    url: `smtp://127.0.0.1:${portOf(listener)}`,
    received,
    codeTo(address) {
      const mail = received.findLast(({ to }) => to.includes(address));
      const code = /\b[0-9a-z]{5}-[0-9a-z]{5}\b/.exec(mail?.raw.slice(mail.raw.indexOf('\r\n\r\n')) ?? '')?.[0];
      if (code === undefined) throw new Error(`no code was mailed to ${address}`);
      return code;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A server that takes connections and does with each what `treat` says. */
export async function openListener(treat: (socket: Socket) => void): Promise<{ url: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    treat(socket);
  });
  server.listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => server.once('listening', resolve));
  return {
    url: `smtp://127.0.0.1:${portOf(server)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function portOf(server: Pick<Server, 'address'>): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen');
  return address.port;
}
