/** A TCP proxy on loopback that can be slow, silent or gone: portable, where tc(8) needs root and Linux. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export type Proxy = {
  port: number;
  /** From now on every byte, of either way, arrives so much later. */
  delay(ms: number): void;
  /** Takes connections and bytes and passes nothing on; `heal` delivers what is held, as TCP would. */
  swallow(): void;
  heal(): void;
  close(): Promise<void>;
};

/** What one way of one connection holds back. */
type Held = { chunk: Buffer | null; due_ms: number };
const HELD_BYTES_MAX = 64 * 1024 * 1024;

export async function openProxy(target_port: number): Promise<Proxy> {
  const weather = { delay_ms: 0, swallowing: false };
  const sockets = new Set<Socket>();
  const lines = new Set<() => void>();

  /** Passes on what comes from one socket to the other, in order, when it is due. */
  function pass(from: Socket, to: Socket): void {
    const held: Held[] = [];
    let bytes = 0;
    const flush = (): void => {
      while (held[0] && !weather.swallowing && held[0].due_ms <= performance.now()) {
        const { chunk } = held.shift() as Held;
        bytes -= chunk?.length ?? 0;
        if (chunk) to.write(chunk);
        else to.end();
      }
    };
    const hold = (chunk: Buffer | null): void => {
      held.push({ chunk, due_ms: performance.now() + weather.delay_ms });
      bytes += chunk?.length ?? 0;
      if (bytes > HELD_BYTES_MAX) from.destroy(new Error('the proxy holds too much'));
      if (weather.delay_ms === 0) flush();
      // A timer may fire a little early.
      else setTimeout(flush, weather.delay_ms + 1);
    };
    from.on('data', hold);
    from.on('end', () => hold(null));
    from.on('close', () => {
      lines.delete(flush);
      sockets.delete(from);
      if (!weather.swallowing) to.destroySoon();
    });
    from.on('error', () => {});
    lines.add(flush);
    sockets.add(from);
  }

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    const far = connect({ port: target_port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    pass(near, far);
    pass(far, near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    port: address.port,
    delay: (ms) => void (weather.delay_ms = ms),
    swallow: () => void (weather.swallowing = true),
    heal() {
      Object.assign(weather, { delay_ms: 0, swallowing: false });
      for (const flush of lines) flush();
    },
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

/** The same URL at the port of a proxy. */
export function throughPort(url: string, port: number): string {
  const at = new URL(url);
  at.port = String(port);
  return at.href;
}
