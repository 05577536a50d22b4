/** Answers, and everything that can go wrong with them on the way. */
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import type { Answer, Exchange } from './cases.ts';

const PIECE = Buffer.alloc(65_536, 'x');

/** Resolves when the answer has ended, well or ill; what it says then was wrong with the reader. */
export async function respond(response: ServerResponse, { answer, fault }: Exchange): Promise<string[]> {
  switch (fault?.kind) {
    case 'cut':
      response.socket?.destroy();
      return [];
    case 'silent':
      await ended(response);
      return [];
    case 'huge_body':
      return sendHuge(response, fault, answer?.status ?? 200);
    case 'deep_body':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('['.repeat(fault.depth) + ']'.repeat(fault.depth));
      return [];
    default:
      if (!answer) throw new Error('neither an answer nor a fault that needs none');
      if (fault?.kind === 'late') await delay(fault.delay_ms);
      await send(response, answer, fault);
      return [];
  }
}

const ended = (response: ServerResponse): Promise<void> => new Promise((resolve) => response.once('close', () => resolve()));

function bytesOf({ body, lines, text }: Answer): Buffer {
  if (lines) return Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return Buffer.from(text ?? (body === undefined ? '' : JSON.stringify(body)));
}

async function send(response: ServerResponse, answer: Answer, fault: Exchange['fault']): Promise<void> {
  const bytes = bytesOf(answer);
  // A stream has no length that could be told before.
  const length = answer.lines || !bytes.length ? {} : { 'content-length': String(bytes.length) };
  response.writeHead(answer.status, { ...answer.headers, ...length, ...dateOf(answer) });
  if (fault?.kind === 'cut_mid_body') {
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)));
    await delay(50);
    response.socket?.destroy();
  } else if (fault?.kind === 'slow_body') await drip(response, bytes, 1, fault.gap_ms);
  else if (fault?.kind === 'pieces') await drip(response, bytes, fault.bytes, 0);
  else response.end(bytes);
}

function dateOf({ retry_after_date_ms: distance }: Answer): Record<string, string> {
  if (distance === undefined) return {};
  return { 'retry-after': new Date(Math.ceil((Date.now() + distance) / 1_000) * 1_000).toUTCString() };
}

async function drip(response: ServerResponse, bytes: Buffer, size: number, gap_ms: number): Promise<void> {
  for (let at = 0; at < bytes.length && !response.destroyed; at += size) {
    response.write(bytes.subarray(at, at + size));
    await delay(gap_ms);
  }
  response.end();
}

/** One JSON string without end; a reader with a limit hangs up long before. */
async function sendHuge(
  response: ServerResponse,
  { bytes, declared, encoding }: { bytes: number; declared?: boolean; encoding?: 'gzip' },
  status: number,
): Promise<string[]> {
  const headers = {
    'content-type': 'application/json',
    ...(declared && { 'content-length': String(bytes) }),
    ...(encoding && { 'content-encoding': encoding }),
  };
  response.writeHead(status, headers);
  const packer = encoding && createGzip();
  packer?.pipe(response);
  const sink = packer ?? response;
  const gone = ended(response);
  sink.write('{"id":"');
  for (let sent = 7; sent < bytes && !response.destroyed; sent += PIECE.length)
    if (!sink.write(PIECE)) await Promise.race([gone, new Promise<void>((resolve) => sink.once('drain', () => resolve()))]);
  const whole = !response.destroyed;
  sink.end();
  // Packed, it is small: who has received all of it may still have refused to unpack it.
  return whole && !encoding ? [`read all ${bytes} bytes of an answer that is too large`] : [];
}
