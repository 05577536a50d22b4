/** Several processes on one port (`WORKERS=n`): the primary starts them, starts them anew when they die, and takes them down in order. */
import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Telemetry } from '#app/telemetry.ts';

/** A process that dies at once is started anew after this long, then after twice as long, up to the maximum. */
const RESTART_MS_MIN = 100;
const RESTART_MS_MAX = 10_000;
/** One that lived so long died of something new. */
const STABLE_MS = 60_000;
/** Beyond what a process itself takes to go down. */
const STOP_GRACE_MS = 5_000;

const LISTENING = 'listening';
/** A socket of one's own makes no event in the primary. */
export const tellPrimary = (what: typeof LISTENING): void => void process.send?.(what);

export type Herd = {
  /** Passes the signal on and waits; what is left after `patience_ms` and a little is killed. True when all ended in order. */
  stop(signal: NodeJS.Signals, patience_ms: number): Promise<boolean>;
};

/**
 * The port that the processes are to share. Each listens on its own (SO_REUSEPORT), so that a second service could slip in among
 * them: whoever listens there already makes this reject with EADDRINUSE.
 */
export async function claimPort(at: { host: string; port: number }): Promise<number> {
  const server = createServer().listen({ ...at, exclusive: true });
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : at.port;
}

/** Resolves when all of them listen; rejects when one ends before. */
export async function startHerd(workers: number, env: Record<string, string>, telemetry: Telemetry): Promise<Herd> {
  const live = new Set<Worker>();
  const pauses = new Set<NodeJS.Timeout>();
  const started = Promise.withResolvers<void>();
  let listening = 0;
  let state: 'starting' | 'running' | 'stopping' = 'starting';
  let in_order = true;

  function fork(failures: number): void {
    const born_ms = performance.now();
    const worker = cluster.fork(env);
    live.add(worker);
    let is_listening = false;
    worker.on('message', (message: unknown) => {
      if (message !== LISTENING) return;
      is_listening = true;
      if (++listening === workers) started.resolve();
    });
    worker.once('exit', (code, signal) => {
      live.delete(worker);
      if (state === 'starting') return started.reject(new Error(`a process of the service ended with ${signal ?? code}`));
      // One that was still starting had nothing to lose.
      if (state === 'stopping') return void (in_order &&= code === 0 || !is_listening);
      const failed = performance.now() - born_ms < STABLE_MS ? failures + 1 : 1;
      const pause_ms = Math.min(RESTART_MS_MAX, RESTART_MS_MIN * 2 ** (failed - 1));
      telemetry.error('a process has ended and is started anew', { pid: worker.process.pid, code, signal, pause_ms });
      const pause = setTimeout(() => {
        pauses.delete(pause);
        fork(failed);
      }, pause_ms);
      pauses.add(pause);
    });
  }

  async function stop(signal: NodeJS.Signals, patience_ms: number): Promise<boolean> {
    state = 'stopping';
    for (const pause of pauses) clearTimeout(pause);
    const ends = [...live].map((worker) => once(worker, 'exit'));
    for (const worker of live) worker.process.kill(signal);
    const deadline = setTimeout(() => live.forEach((worker) => worker.process.kill('SIGKILL')), patience_ms + STOP_GRACE_MS);
    await Promise.all(ends);
    clearTimeout(deadline);
    return in_order;
  }

  for (let n = 0; n < workers; n++) fork(0);
  await started.promise.catch(async (error: unknown) => {
    await stop('SIGTERM', 0);
    throw error;
  });
  state = 'running';
  return { stop };
}
