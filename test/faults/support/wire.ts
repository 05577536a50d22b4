/** HTTP/1.1 by hand on one keep-alive connection: cheap enough to keep the service, not the client, busy. */
import { connect, type Socket } from 'node:net';

const HEAD_END = '\r\n\r\n';

export type WireAnswer = { status: number; head: string; body: string };

export type Wire = {
  /** Sends one whole request; null when the connection ended before its whole answer. One at a time. */
  ask(request: Uint8Array): Promise<WireAnswer | null>;
  /** The peer has closed it, or has said that it will. */
  isSpent(): boolean;
  end(): void;
};

/** Null when nobody listens there. */
export async function openWire(port: number): Promise<Wire | null> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.once('connect', () => resolve(true));
  socket.once('error', () => resolve(false));
  return (await promise) ? wireOn(socket) : null;
}

function wireOn(socket: Socket): Wire {
  let spent = false;
  let text = '';
  let settle: ((answer: WireAnswer | null) => void) | null = null;
  const finish = (answer: WireAnswer | null): void => {
    const waiting = settle;
    settle = null;
    waiting?.(answer);
  };
  const gone = (): void => {
    spent = true;
    finish(null);
  };
  // One byte a character, so that Content-Length counts characters.
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    text += chunk;
    const parsed = parseAnswer(text);
    if (!parsed) return;
    text = text.slice(parsed.length);
    if (/^connection: close\r?$/im.test(parsed.answer.head)) {
      spent = true;
      socket.end();
    }
    finish(parsed.answer);
  });
  for (const event of ['error', 'end', 'close']) socket.on(event, gone);
  return {
    ask(request) {
      if (spent) return Promise.resolve(null);
      const { promise, resolve } = Promise.withResolvers<WireAnswer | null>();
      settle = resolve;
      socket.write(request);
      return promise;
    },
    isSpent: () => spent,
    end: () => socket.destroy(),
  };
}

/** The first whole answer in the text, which must say its Content-Length unless it can have no body. */
export function parseAnswer(text: string): { answer: WireAnswer; length: number } | null {
  const head_end = text.indexOf(HEAD_END);
  if (head_end < 0) return null;
  const head = text.slice(0, head_end);
  const status = Number(head.slice(9, 12));
  const given = /^content-length: *(\d+)/im.exec(head)?.[1];
  if (given === undefined && status !== 204 && status !== 304) throw new Error(`an answer without Content-Length: ${head}`);
  const body_start = head_end + HEAD_END.length;
  const length = body_start + Number(given ?? 0);
  if (text.length < length) return null;
  return { answer: { status, head, body: Buffer.from(text.slice(body_start, length), 'latin1').toString('utf8') }, length };
}

/** One call as bytes. */
export function callBytes(key: string, path: string, body: string): Uint8Array {
  const lines = [
    `POST ${path} HTTP/1.1`,
    'Host: service',
    `Authorization: Bearer ${key}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}${HEAD_END}${body}`);
}
