/** What a caller who has lost the answer gets from the next process, after the first one was killed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDatabase } from '../support/databases.ts';
import { get, MESSAGE, startService, tempFolder, type Running } from './service.ts';

const POLICY = '{"name":"p","document":{}}';
const page = z.object({ data: z.array(z.looseObject({ id: z.string() })) });

const idOf = (text: string): string => z.looseObject({ id: z.string() }).parse(JSON.parse(text)).id;

const STORES = ['PGlite', 'PostgreSQL'] as const;

describe.each(STORES)('%s', (store) => {
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  let database: Awaited<ReturnType<typeof createDatabase>> | undefined;
  let service: Running;
  let key: string;
  const start = (): Promise<Running> =>
    startService({
      DATA_DIR: folder.path,
      SIGNUP: 'open',
      ...(database && { DATABASE_URL: database.url }),
    });
  beforeAll(async () => {
    folder = await tempFolder();
    if (store === 'PostgreSQL') database = await createDatabase('migrated');
    service = await start();
    const signed = await fetch(`${service.url}/signup`, {
      method: 'POST',
      body: '{"email":"a@example.com","name":"A"}',
      headers: { 'Content-Type': 'application/json' },
    });
    key = z.looseObject({ api_key: z.looseObject({ key: z.string() }) }).parse(await signed.json()).api_key.key;
  });
  afterAll(async () => {
    await service.stop('SIGKILL');
    await database?.drop();
    await folder.remove();
  });

  const send = (path: string, body: string, idempotency_key: string): Promise<Response> =>
    fetch(service.url + path, {
      method: 'POST',
      body,
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', 'Idempotency-Key': idempotency_key },
    });
  const ids = async (path: string): Promise<string[]> => page.parse(await (await get(service, path, key)).json()).data.map((row) => row.id);

  it('kill -9: answers that were given are given again to the byte, and nothing is there twice', async () => {
    const asked: [string, string, string][] = Array.from({ length: 10 }, (_, i) =>
      i % 2 ? ['/policies', POLICY, `policy-${i}`] : ['/validate', MESSAGE, `verdict-${i}`],
    );
    const first = await Promise.all(asked.map(async (one) => (await send(...one)).text()));
    // These are under way when the process dies: done or not, they must not be done twice.
    const under_way: [string, string, string][] = Array.from({ length: 10 }, (_, i) =>
      i % 2 ? ['/policies', POLICY, `late-policy-${i}`] : ['/validate', MESSAGE, `late-verdict-${i}`],
    );
    const lost = under_way.map((one) => send(...one).catch(() => null));
    await Promise.race(lost);
    await service.stop('SIGKILL');
    await Promise.all(lost);
    service = await start();
    expect(await Promise.all(asked.map(async (one) => (await send(...one)).text()))).toEqual(first);
    const late = await Promise.all(under_way.map(async (one) => (await send(...one)).text()));
    expect(await Promise.all(under_way.map(async (one) => (await send(...one)).text()))).toEqual(late);
    const made = [...first, ...late].map(idOf);
    expect((await ids('/policies?limit=100')).sort()).toEqual(made.filter((id) => id.startsWith('pol_')).sort());
    expect((await ids('/audit?kind=verdict&limit=100')).sort()).toEqual(made.filter((id) => id.startsWith('vrd_')).sort());
    const { used } = z.looseObject({ used: z.number() }).parse(await (await get(service, '/usage', key)).json());
    expect(used).toBe(made.filter((id) => id.startsWith('vrd_')).length);
  });
});
