/** The service under faults: started, measured until it is ready, killed. */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Running, startService } from '../../e2e/service.ts';
import { freePort } from '../../support/supervised.ts';

const READY_MS = 30_000;
const POLL_MS = 10;

export type Instance = Running & { ready_s: number };

/** Starts the service and waits for its first 200 on `/readyz`; `ready_s` counts from the start of the process. */
export async function startInstance(variables: Record<string, string>): Promise<Instance> {
  const started = performance.now();
  const running = await startService(variables);
  await untilTrue(() => isReady(running.url), READY_MS);
  return { ...running, ready_s: (performance.now() - started) / 1_000 };
}

export const isReady = async (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    (response) => response.ok,
    () => false,
  );

/** Polls until it is so; throws after `patience_ms`. Returns the milliseconds that it took. */
export async function untilTrue(holds: () => boolean | Promise<boolean>, patience_ms: number): Promise<number> {
  const started = performance.now();
  while (!(await holds())) {
    if (performance.now() - started > patience_ms) throw new Error(`not so within ${patience_ms} ms: ${holds.toString()}`);
    await delay(POLL_MS);
  }
  return performance.now() - started;
}

export const masterKey = (): string => randomBytes(32).toString('base64');
export const fixedPort = async (): Promise<string> => String(await freePort());

/** Whether the process is still the one that was started. */
export const isAlive = ({ child }: Running): boolean => child.exitCode === null && child.signalCode === null;
