import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDatabase, serviceUrl } from '../support/databases.ts';
import { MESSAGE, post, run, startService, type Running } from './service.ts';

const METRICS_TOKEN = 'a-token-for-the-metrics-of-tests';
const POLL_MS = 50;
/** To PostgreSQL, to Redis, to the primary, and the one that listens. */
const OWN_SOCKETS_MAX = 10;

let database: Awaited<ReturnType<typeof createDatabase>>;
let variables: Record<string, string>;
let key: string;
let service: Running;
beforeAll(async () => {
  database = await createDatabase('empty');
  variables = {
    // A connection that comes in the very moment in which a socket closes is reset by the kernel: docs/adr/0019.
    SHUTDOWN_DELAY_MS: '500',
    DATABASE_URL: database.url,
    REDIS_URL: serviceUrl('TEST_REDIS_URL'),
    MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    DATABASE_POOL_MAX: '3',
    METRICS_TOKEN,
    WORKERS: '2',
  };
  // The processes find a database that nobody has migrated.
  service = await startService(variables);
  const { out, err } = await run('scripts/tenant.ts', ['create', '--name', 'X', '--plan', 'unlimited', '--json'], variables);
  if (!out) throw new Error(err);
  key = z.object({ api_key: z.object({ key: z.string() }) }).parse(JSON.parse(out)).api_key.key;
});
afterAll(async () => {
  await service.stop('SIGKILL');
  await until(() => pids.every((pid) => !isAlive(pid)));
  await database.drop();
});

/** Every process that was ever seen. */
const pids: number[] = [];
function childrenOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').map(Number).filter(Boolean);
  pids.push(...children);
  return children;
}
const workers = (): number[] => childrenOf(service.child.pid ?? 0);
/** A process is a zombie as soon as its first thread has ended; as long as there are others they hold its sockets. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8')) || readdirSync(`/proc/${pid}/task`).length > 1;
  } catch {
    return false;
  }
}
const socketsOf = (pid: number): number =>
  readdirSync(`/proc/${pid}/fd`).filter((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith('socket:');
    } catch {
      return false;
    }
  }).length;

async function until(holds: () => boolean | Promise<boolean>, within_ms = 20_000): Promise<void> {
  const deadline = performance.now() + within_ms;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('it did not come true in time');
    await wait(POLL_MS);
  }
}

/** The status, or the code of the failure. */
function call(agent: Agent, onFarewell: () => void = () => {}): Promise<number | string> {
  const { promise, resolve } = Promise.withResolvers<number | string>();
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  const sending = request({ host: '127.0.0.1', port: service.port, path: '/validate', method: 'POST', headers, agent }, (response) => {
    response.resume();
    if (response.headers.connection === 'close') onFarewell();
    response.once('end', () => resolve(response.statusCode ?? 0));
    response.once('error', (error) => resolve(error.message));
  });
  sending.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
  sending.end(MESSAGE);
  return promise;
}

describe.skipIf(process.platform !== 'linux')('two processes on one port', () => {
  it('say so, and both answer', async () => {
    expect(service.banner).toContain(', 2 processes\n');
    const before = workers().map(socketsOf);
    expect(before).toHaveLength(2);
    const agent = new Agent({ keepAlive: true, maxSockets: 64 });
    expect(new Set(await Promise.all(Array.from({ length: 64 }, () => call(agent))))).toEqual(new Set([200]));
    const more = workers().map((pid, i) => socketsOf(pid) - (before[i] ?? 0));
    agent.destroy();
    expect(Math.min(...more), `${more}`).toBeGreaterThan(8);
  });

  it('add their metrics up, whichever is asked', async () => {
    for (let i = 0; i < 8; i++) {
      const response = await fetch(`${service.url}/metrics`, {
        headers: { Authorization: `Bearer ${METRICS_TOKEN}`, Connection: 'close' },
      });
      expect(response.status).toBe(200);
      expect(await response.text()).toMatch(/^countersign_verdicts_total\{decision="allow"\} 64$/m);
    }
  });

  it('when one is killed the other goes on, and a new one takes its place', async () => {
    const [killed = 0, left = 0] = workers();
    process.kill(killed, 'SIGKILL');
    await until(() => !isAlive(killed));
    for (let i = 0; i < 20; i++) expect(await call(new Agent())).toBe(200);
    await until(() => workers().length === 2);
    const newcomer = workers().find((pid) => pid !== left) ?? 0;
    expect(newcomer).not.toBe(killed);
    await until(async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 32 });
      expect(new Set(await Promise.all(Array.from({ length: 32 }, () => call(agent))))).toEqual(new Set([200]));
      const open = socketsOf(newcomer);
      agent.destroy();
      return open > OWN_SOCKETS_MAX;
    });
  });

  it('SIGTERM under load: who stops at the farewell has lost no call; both end, and the exit code is 0', async () => {
    const processes = workers();
    const agent = new Agent({ keepAlive: true, maxSockets: 16 });
    const outcomes: (number | string)[] = [];
    const load = Array.from({ length: 16 }, async () => {
      for (let more = { wanted: true }; more.wanted;) outcomes.push(await call(agent, () => void (more.wanted = false)));
    });
    await until(() => outcomes.length > 200);
    const code = await service.stop('SIGTERM');
    await Promise.all(load);
    agent.destroy();
    expect(new Set(outcomes)).toEqual(new Set([200]));
    expect(code).toBe(0);
    expect(processes.filter(isAlive)).toEqual([]);
  });

  it('leave no orphans when the primary is killed', async () => {
    service = await startService(variables);
    const processes = workers();
    expect((await post(service, '/validate', key, MESSAGE)).status).toBe(200);
    await service.stop('SIGKILL');
    await until(() => !processes.some(isAlive));
  });

  it('say in one line that the port is taken', async () => {
    service = await startService(variables);
    await expect(startService({ ...variables, PORT: String(service.port) })).rejects.toThrow(
      /exited with 1: Could not start: the port is in use .*\n$/,
    );
  });
});
