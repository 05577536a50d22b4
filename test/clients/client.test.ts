/** What the cases of `clients/conformance` cannot show: a service that dies, items that fail, callers that change their minds. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Countersign, CountersignError, type Item } from '../../clients/typescript/src/index.ts';
import { startService, tempFolder, type Running } from '../e2e/service.ts';

const PING = { request: { jsonrpc: '2.0', id: 1, method: 'ping' } };

let folder: Awaited<ReturnType<typeof tempFolder>>;
let service: Running;
let countersign: Countersign;
beforeAll(async () => {
  folder = await tempFolder();
  service = await startService({ DATA_DIR: folder.path, EXPECTS_KEY: 'yes' });
  countersign = new Countersign({ url: service.url, key: service.key ?? '', timeoutMs: 30_000 });
}, 120_000);
afterAll(async () => {
  await service.stop('SIGKILL');
  await folder.remove();
});
afterEach(() => void vi.unstubAllEnvs());

const servers: Server[] = [];
afterAll(() => servers.forEach((server) => server.close()));
/** A service that takes what it is sent and says nothing; the number of its calls. */
async function silent(): Promise<{ url: string; calls(): number }> {
  let calls = 0;
  const server = createServer(() => calls++);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls: () => calls };
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    (value) => expect.fail(`no error but ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
}

describe('settings', () => {
  it('come from the environment', async () => {
    vi.stubEnv('COUNTERSIGN_URL', service.url);
    vi.stubEnv('COUNTERSIGN_API_KEY', service.key ?? '');
    expect((await new Countersign({ timeoutMs: 30_000 }).validate(PING)).decision).toBe('allow');
  });

  it.each([
    [{ key: '' }, /API key/],
    [{ key: 'two\nlines' }, /API key/],
    [{ key: 'k', url: 'localhost:8080' }, /http/],
    [{ key: 'k', url: 'http://user:secret@localhost' }, /credentials/],
    [{ key: 'k', timeoutMs: 0 }, /timeoutMs/],
    [{ key: 'k', maxRetries: 1.5 }, /maxRetries/],
    [{ key: 'k', failMode: 'ajar' as 'open' }, /failMode/],
  ])('%j are refused at once', (settings, message) => {
    expect(() => new Countersign(settings)).toThrow(
      expect.objectContaining({ kind: 'configuration', message: expect.stringMatching(message) }),
    );
  });

  it('without a key, what is public can be asked for', async () => {
    expect(await new Countersign({ url: service.url, key: null, timeoutMs: 30_000 }).livez()).toMatchObject({ status: 'ok' });
  });
});

describe('a caller who changes his mind', () => {
  it('gets his own reason, and not an enforcement', async () => {
    const { url, calls } = await silent();
    const client = new Countersign({ url, key: 'k', failMode: 'open' });
    const stop = new AbortController();
    const reason = new Error('enough');
    const asked = failureOf(client.enforce(PING, { signal: stop.signal }));
    await vi.waitFor(() => expect(calls()).toBe(1));
    stop.abort(reason);
    expect(await asked).toBe(reason);
  });

  it('stops the pause before a retry', async () => {
    const stop = new AbortController();
    const client = new Countersign({
      key: 'k',
      timeoutMs: 60_000,
      fetch: () => {
        setTimeout(() => stop.abort(new Error('enough')), 20);
        return Promise.resolve(new Response('', { status: 503, headers: { 'retry-after': '30' } }));
      },
    });
    expect(await failureOf(client.validate(PING, { signal: stop.signal }))).toMatchObject({ message: 'enough' });
  });
});

it('an id that is a path of its own leads nowhere else', async () => {
  const asked: string[] = [];
  const client = new Countersign({
    key: 'k',
    maxRetries: 0,
    fetch: (url) => {
      asked.push(String(url));
      return Promise.resolve(Response.json({}));
    },
  });
  await client.getKey('../tenant?x=1#y');
  expect(asked).toEqual(['http://localhost:8080/keys/..%2Ftenant%3Fx%3D1%23y']);
  await expect(client.getKey('..')).rejects.toThrow(TypeError);
});

it('a listener that throws changes nothing', async () => {
  const client = new Countersign({
    url: 'http://127.0.0.1:2',
    key: 'k',
    maxRetries: 0,
    failMode: 'open',
    onFailure: () => {
      throw new Error('the listener failed');
    },
  });
  expect(await client.enforce(PING)).toMatchObject({ action: 'forward', failOpen: true });
});

describe('streams', () => {
  it('take items no faster than they can be sent, and give back what each was', async () => {
    let taken = 0;
    function* items(): Generator<Item> {
      for (; taken < 20_000; taken++) yield { ...PING, id: `i${taken}` };
    }
    let [seen, ahead] = [0, 0];
    for await (const { item_id } of countersign.stream(items())) {
      expect(item_id).toBe(`i${seen++}`);
      ahead = Math.max(ahead, taken - seen);
      if (seen === 2_000) break;
    }
    expect(ahead).toBeLessThanOrEqual(1_000);
    expect(taken).toBeLessThanOrEqual(3_000);
  });

  it('come while items are still awaited', async () => {
    const first = Promise.withResolvers<void>();
    async function* items(): AsyncGenerator<Item> {
      yield PING;
      await first.promise;
      yield PING;
    }
    const seen: string[] = [];
    for await (const { item_id } of countersign.stream(items())) {
      seen.push(item_id);
      first.resolve();
    }
    expect(seen).toEqual(['0', '1']);
  });

  it('an item that fails is the error, as it is', async () => {
    const reason = new Error('the file broke');
    async function* items(): AsyncGenerator<Item> {
      yield PING;
      throw reason;
    }
    const seen = async (): Promise<void> => {
      for await (const _ of countersign.stream(items()));
    };
    expect(await failureOf(seen())).toBe(reason);
  });

  it('who stops reading stops the items', async () => {
    let ended = false;
    async function* items(): AsyncGenerator<Item> {
      try {
        for (;;) yield PING;
      } finally {
        ended = true;
      }
    }
    for await (const _ of countersign.stream(items())) break;
    await vi.waitFor(() => expect(ended).toBe(true));
  });

  it('waits for slow items without a limit of time, but not for results', async () => {
    const patient = new Countersign({ url: service.url, key: service.key ?? '', idleTimeoutMs: 5_000 });
    const impatient = new Countersign({ ...(await silent()), key: 'k', idleTimeoutMs: 100 });
    async function* slow(): AsyncGenerator<Item> {
      yield PING;
      await new Promise((resolve) => setTimeout(resolve, 300));
      yield PING;
    }
    let seen = 0;
    for await (const _ of patient.stream(slow())) seen++;
    expect(seen).toBe(2);
    expect(await failureOf(impatient.stream([PING]).next())).toMatchObject({ kind: 'timeout' });
  });

  it('a service that is killed in the middle is an error after the results that came, in time', async () => {
    const own = await tempFolder();
    const doomed = await startService({ DATA_DIR: own.path, EXPECTS_KEY: 'yes' });
    const client = new Countersign({ url: doomed.url, key: doomed.key ?? '' });
    function* items(): Generator<Item> {
      for (;;) yield PING;
    }
    let seen = 0;
    let killed_ms = 0;
    const read = async (): Promise<void> => {
      for await (const { item_id } of client.stream(items())) {
        expect(item_id).toBe(String(seen++));
        if (seen === 500) {
          killed_ms = performance.now();
          await doomed.stop('SIGKILL');
        }
      }
    };
    const error = await failureOf(read());
    expect(error).toBeInstanceOf(CountersignError);
    expect(error).toMatchObject({ kind: 'connection' });
    expect(seen).toBeGreaterThanOrEqual(500);
    expect(performance.now() - killed_ms).toBeLessThan(10_000);
    expect(await client.enforce(PING)).toMatchObject({ action: 'reply', failure: { kind: 'connection' }, failOpen: false });
    await own.remove();
  }, 150_000);
});
