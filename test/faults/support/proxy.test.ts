import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openProxy, type Proxy } from './proxy.ts';

const echo = createServer((socket) => socket.on('error', () => {}).pipe(socket));
let proxy: Proxy;
beforeEach(async () => {
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const address = echo.address();
  proxy = await openProxy(typeof address === 'object' && address ? address.port : 0);
});
afterEach(async () => {
  await proxy.close();
  echo.close();
});

async function echoed(socket: ReturnType<typeof connect>, text: string): Promise<number> {
  const started = performance.now();
  socket.write(text);
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  expect(chunk.toString()).toBe(text);
  return performance.now() - started;
}

it('passes bytes on at once, and late by the delay each way', async () => {
  const socket = connect(proxy.port, '127.0.0.1');
  await echoed(socket, 'one');
  proxy.delay(60);
  expect(await echoed(socket, 'two')).toBeGreaterThanOrEqual(120);
  proxy.heal();
  socket.destroy();
});

it('swallows all, and delivers it when healed', async () => {
  const socket = connect(proxy.port, '127.0.0.1');
  await echoed(socket, 'one');
  proxy.swallow();
  let silent = true;
  setTimeout(() => {
    expect(silent).toBe(true);
    proxy.heal();
  }, 100);
  expect(await echoed(socket, 'two')).toBeGreaterThanOrEqual(90);
  silent = false;
  socket.destroy();
});
