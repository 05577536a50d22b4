import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { median, quantile } from './form.ts';
import { startLoad } from './load.ts';
import { readAnswer } from './traffic.ts';
import { reconcile } from './trail.ts';
import { parseAnswer } from './wire.ts';
import { untilTrue } from './instance.ts';

const head = (status: number, more = ''): string => `HTTP/1.1 ${status} X${more}`;

it('what is missing in the trail is lost, what is there twice is duplicated', () => {
  expect(reconcile(['a', 'b', 'c'], ['c', 'a', 'd', 'a'])).toEqual({ lost: ['b'], duplicated: ['a'] });
  expect(reconcile(['a'], ['b', 'a'])).toEqual({ lost: [], duplicated: [] });
});

it('an answer is whole when its Content-Length is there, and not before', () => {
  const text = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n€';
  const bytes = Buffer.from(text).toString('latin1');
  expect(parseAnswer(bytes.slice(0, -1))).toBeNull();
  expect(parseAnswer(`${bytes}HTTP`)).toMatchObject({ answer: { status: 200, body: '€' }, length: bytes.length });
  expect(() => parseAnswer('HTTP/1.1 200 OK\r\n\r\n')).toThrow('without Content-Length');
});

it('an answer that is not documented for an outage is strange', () => {
  const verdict = (degraded: string[]) => ({ status: 200, head: head(200), body: JSON.stringify({ id: 'vrd_1', degraded }) });
  expect(readAnswer(verdict(['limits']))).toEqual({ kind: '200 limits', id: 'vrd_1', strange: null });
  expect(readAnswer(verdict(['everything'])).strange).not.toBeNull();
  const body = JSON.stringify({ code: 'AUDIT_UNAVAILABLE' });
  expect(readAnswer({ status: 503, head: head(503, '\r\nRetry-After: 1'), body }).strange).toBeNull();
  expect(readAnswer({ status: 503, head: head(503), body }).strange).not.toBeNull();
  expect(readAnswer({ status: 500, head: head(500, '\r\nRetry-After: 1'), body: '{"code":"INTERNAL"}' }).strange).not.toBeNull();
});

it('a call whose connection ends without an answer is counted as unanswered, a connection refused is not', async () => {
  let seen = 0;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => {
      seen++;
      if (seen === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      else socket.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const load = startLoad({ ports: [port], connections: 1, next: () => Buffer.from('x'), onAnswer: () => {} });
  await untilTrue(() => load.tally.unanswered >= 1, 5_000);
  server.close();
  await untilTrue(() => load.tally.refused >= 1, 5_000);
  const tally = await load.stop();
  expect(tally.answered).toBe(1);
  expect(tally.unanswered).toBe(tally.sent - 1);
});

it('the quantile of few values is one of them', () => {
  expect([median([3, 1, 2]), quantile([4, 1, 3, 2], 0.99), quantile([4, 1, 3, 2], 0.5)]).toEqual([2, 4, 2]);
});
