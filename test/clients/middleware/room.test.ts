/** Many large messages at once: they wait their turn, so that nobody can make the service too slow to be asked. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import express from 'express';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { JUDGING_CHARS_MAX, Room, WAITING_CHARS_MAX } from '../../../clients/typescript/src/middleware/room.ts';
import { ACCEPT, raw } from './attacks.ts';
import { ATTACK } from './notes.ts';
import { published, type Published } from './packed.ts';

let kit: Published;
let server: Server | undefined;
beforeAll(async () => {
  kit = await published();
}, 180_000);
afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await kit.stop();
});

const MIB = 1_048_576;
const call = (id: number, chars: number) =>
  Buffer.from(
    JSON.stringify({
      jsonrpc: '2.0',
      id,
      method: 'tools/call',
      params: { name: 'read_file', arguments: { path: ATTACK, pad: 'x'.repeat(chars) } },
    }),
  );

it(
  'no more is asked of the service at once than it can take, the rest waits, and more than that is refused',
  { timeout: 120_000 },
  async () => {
    const { guard } = await kit.entry('/express');
    let [inside, most, asked] = [0, 0, 0];
    let open = (): void => {};
    const opened = new Promise<void>((resolve) => (open = resolve));
    /** The service, at which everybody arrives before anybody is judged. */
    const held = {
      async enforce(one: { request?: unknown }) {
        const size = JSON.stringify(one.request).length;
        asked += 1;
        inside += size;
        most = Math.max(most, inside);
        await opened;
        return kit.countersign.enforce(one as never).finally(() => (inside -= size));
      },
    } as unknown as Published['countersign'];
    let reached = 0;
    server = express()
      .use('/mcp', guard(held))
      .all('/mcp', (_, res) => void (reached++, res.end()))
      .listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as { port: number }).port}/mcp`;
    const before: string[] = [];
    const posts = Array.from({ length: 30 }, async (_, id) => {
      const { text } = await raw(url, 'POST', ACCEPT, [call(id, 0.95 * MIB)]);
      before.push(text);
      return text;
    });
    // One is judged, 8 wait (each has a little less than a MiB), and the others have their answer.
    await expect.poll(() => before.length, { timeout: 30_000 }).toBe(30 - 1 - 8);
    expect(asked).toBe(1);
    for (const text of before) expect(text).toContain('Refused by security policy: NO_VERDICT');
    open();
    const all = await Promise.all(posts);
    expect(all.filter((text) => text.includes('PATH_TRAVERSAL'))).toHaveLength(9);
    expect(most).toBeLessThanOrEqual(JUDGING_CHARS_MAX);
    expect(reached).toBe(0);
    // And afterwards there is room.
    expect((await raw(url, 'POST', ACCEPT, [call(99, 10)])).text).toContain('PATH_TRAVERSAL');
  },
);

it('they go in as they came, one that is larger than all room alone, and a failure leaves its room', async () => {
  const room = new Room(10, 30);
  const [order, leave]: [string[], Record<string, () => void>] = [[], {}];
  const enter = (name: string, size: number) =>
    room.within(size, async () => {
      order.push(name);
      await new Promise<void>((resolve) => (leave[name] = resolve));
      if (name === 'fails') throw new Error(name);
      return name;
    });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const first = enter('fails', 8);
  const waiting = [enter('large', 20), enter('small', 1), enter('next', 9)];
  expect(await enter('above', 1)).toBeUndefined();
  await turn();
  expect(order).toEqual(['fails']);
  leave['fails']!();
  await expect(first).rejects.toThrow('fails');
  await turn();
  expect(order).toEqual(['fails', 'large']);
  leave['large']!();
  await turn();
  expect(order).toEqual(['fails', 'large', 'small', 'next']);
  leave['small']!();
  leave['next']!();
  expect(await Promise.all(waiting)).toEqual(['large', 'small', 'next']);
  expect(WAITING_CHARS_MAX).toBe(8 * MIB);
});
