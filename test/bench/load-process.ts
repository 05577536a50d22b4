/** The load generator as the rest of the benchmark sees it. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Delivery, Order, Ready } from './load.ts';
import { stop } from './processes.ts';

const SCRIPT = fileURLToPath(new URL('load.ts', import.meta.url));

export type Load = { ready: Ready; deliver(order: Order): Promise<Delivery>; stop(): Promise<void> };

export async function startLoad(): Promise<Load> {
  const child = fork(SCRIPT, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return {
    ready: await answerOf<Ready>(child),
    deliver(order) {
      child.send(order);
      return answerOf<Delivery>(child);
    },
    stop: () => stop(child),
  };
}

/** The next message of a child; rejects when it ends instead. */
export async function answerOf<T>(child: ChildProcess): Promise<T> {
  const ended = new AbortController();
  const onExit = (code: number | null): void => ended.abort(new Error(`a process of the benchmark ended with ${code}`));
  child.once('exit', onExit);
  try {
    const [answer] = (await once(child, 'message', { signal: ended.signal })) as [T];
    return answer;
  } finally {
    child.off('exit', onExit);
  }
}
