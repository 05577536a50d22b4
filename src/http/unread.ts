/** Connections that carry no request, or more than one wanted to read. */
import type { Duplex } from 'node:stream';
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import { PROBLEMS, type ProblemCode } from '#core/problem.ts';

/** How long what is left of a body may still arrive once its request is answered. */
export const UNREAD_MS = 1_000;

/** A body that nobody reads may trickle in for ever and hold its connection: what is not here soon after the answer cuts it off. */
export function cutOffUnread(incoming: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.once('finish', () => {
    if (incoming.complete) return;
    incoming.resume();
    const timer = setTimeout(() => incoming.socket.destroySoon(), UNREAD_MS);
    incoming.once('end', () => clearTimeout(timer));
    incoming.once('close', () => clearTimeout(timer));
  });
}

/** By the code of an error of Node's parser. */
const REFUSED: ReadonlyMap<string, ProblemCode> = new Map([
  ['HPE_HEADER_OVERFLOW', 'HEADERS_TOO_LARGE'],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', 'BODY_TOO_LARGE'],
  ['ERR_HTTP_REQUEST_TIMEOUT', 'HEADERS_TIMEOUT'],
]);

/**
 * Answers bytes that are no HTTP, and closes. Null when there is nobody to answer: the peer has gone, has never said anything, or is
 * already being answered.
 */
export async function refuse(error: Error, socket: Duplex, answering: boolean, answer: (code: ProblemCode) => Response): Promise<void> {
  const silent = 'bytesRead' in socket && socket.bytesRead === 0;
  const reset = 'code' in error && error.code === 'ECONNRESET';
  if (!socket.writable || silent || reset || answering) {
    socket.destroy();
    return;
  }
  const code = REFUSED.get('code' in error ? String(error.code) : '') ?? 'REQUEST_INVALID';
  const response = answer(code);
  const body = await response.text();
  const { status } = PROBLEMS[code];
  const headers = [...response.headers, ['Content-Length', String(Buffer.byteLength(body))], ['Connection', 'close']];
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  // What is still unread would turn an orderly close into a reset, and the answer would be lost with it.
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  const timer = setTimeout(() => socket.destroy(), UNREAD_MS);
  socket.once('close', () => clearTimeout(timer));
  socket.resume();
}
