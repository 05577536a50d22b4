import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { get, MESSAGE, post, run, startService, tempFolder, type Running } from './service.ts';

const verdict = z.looseObject({ id: z.string(), decision: z.string() });
const made = z.strictObject({
  tenant: z.looseObject({ id: z.string().regex(/^ten_/), name: z.string(), plan: z.string(), posture: z.string() }),
  api_key: z.strictObject({ id: z.string().regex(/^key_/), key: z.string().regex(/^cs_live_/), scopes: z.array(z.string()) }),
});

let folder: Awaited<ReturnType<typeof tempFolder>>;
let service: Running;
let key: string;
beforeAll(async () => {
  folder = await tempFolder();
  service = await startService({ DATA_DIR: folder.path, EXPECTS_KEY: 'yes' });
  key = service.key ?? '';
});
afterAll(async () => {
  await service.stop('SIGKILL');
  await folder.remove();
});

describe('the first start of an empty embedded store', () => {
  it('says where things are kept, and prints a key with a call that can be pasted', async () => {
    expect(service.banner).toContain(`embedded store in ${folder.path}, in-process counters`);
    const [, url, body] = /curl (\S+) .* -d '([^']+)'/.exec(service.banner) ?? [];
    const response = await fetch(url ?? '', {
      method: 'POST',
      body: body ?? '',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    });
    const { id, decision } = verdict.parse(await response.json());
    expect(decision).toBe('allow');
    expect(await (await get(service, `/audit/${id}`, key)).json()).toMatchObject({ id, decision, method: 'tools/list' });
  });

  it('keeps its master key where only its owner can read it', async () => {
    expect((await stat(join(folder.path, 'master.key'))).mode & 0o777).toBe(0o600);
  });

  it('is ready, and takes sign-ups', async () => {
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
    const body = JSON.stringify({ email: 'someone@example.com', name: 'Someone' });
    const response = await fetch(`${service.url}/signup`, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
    expect(response.status).toBe(201);
    const signed = z
      .object({ tenant: z.looseObject({ plan: z.literal('free') }), api_key: z.looseObject({ key: z.string() }) })
      .parse(await response.json());
    expect((await post(service, '/validate', signed.api_key.key, MESSAGE)).status).toBe(200);
  });

  it('lets no second process into its folder', async () => {
    await expect(startService({ DATA_DIR: folder.path })).rejects.toThrow(/exited with 1: Could not start: .* in use by process \d+\n$/);
    const command = await run('scripts/tenant.ts', ['create', '--name', 'X', '--plan', 'free', '--json'], { DATA_DIR: folder.path });
    expect(command).toMatchObject({ code: 1, out: '', err: expect.stringContaining('in use by process') });
  });

  it('says in one line that its port is taken', async () => {
    const other = await tempFolder();
    await expect(startService({ DATA_DIR: other.path, PORT: String(service.port) })).rejects.toThrow(
      /exited with 1: Could not start: the port is in use .*\n$/,
    );
    await other.remove();
  });
});

describe('a later start', () => {
  it('prints no key, and knows the old one', async () => {
    expect(await service.stop('SIGTERM')).toBe(0);
    service = await startService({ DATA_DIR: folder.path });
    expect(service.banner).not.toMatch(/cs_live_|First start/);
    expect((await post(service, '/validate', key, MESSAGE)).status).toBe(200);
  });

  it('after kill -9 every verdict that was answered is in the audit trail, once', async () => {
    const answered: string[] = [];
    const load = Array.from({ length: 8 }, async () => {
      for (;;) {
        const response = await post(service, '/validate', key, MESSAGE).catch(() => null);
        const body: unknown = await response?.json().catch(() => null);
        if (!body) return;
        answered.push(verdict.parse(body).id);
        if (answered.length === 200) service.child.kill('SIGKILL');
      }
    });
    await Promise.all(load);
    expect(answered.length).toBeGreaterThanOrEqual(200);
    service = await startService({ DATA_DIR: folder.path });
    const kept: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: unknown = await (await get(service, `/audit?kind=verdict&limit=100${cursor && `&cursor=${cursor}`}`, key)).json();
      const { data, next_cursor } = z.object({ data: z.array(verdict), next_cursor: z.string().nullable() }).parse(page);
      kept.push(...data.map((r) => r.id));
      cursor = next_cursor;
    }
    expect(new Set(kept).size).toBe(kept.length);
    expect(answered.filter((id) => !kept.includes(id))).toEqual([]);
  });

  it('is refused with another master key, by the service and by the tenant command', async () => {
    await service.stop('SIGTERM');
    const variables = { DATA_DIR: folder.path, MASTER_KEY: Buffer.alloc(32, 7).toString('base64') };
    await expect(startService(variables)).rejects.toThrow(
      /exited with 1: Could not start: MASTER_KEY is not the one that this store was made with/,
    );
    const command = await run('scripts/tenant.ts', ['create', '--name', 'X', '--plan', 'free'], variables);
    expect(command).toMatchObject({ code: 1, out: '' });
    service = await startService({ DATA_DIR: folder.path });
    expect((await post(service, '/validate', key, MESSAGE)).status).toBe(200);
  });

  it('the tenant command makes a tenant in the same store, and prints nothing else', async () => {
    await service.stop('SIGTERM');
    const { code, out, err } = await run(
      'scripts/tenant.ts',
      ['create', '--name', 'Acme', '--plan', 'standard', '--posture', 'strict', '--json'],
      { DATA_DIR: folder.path },
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { tenant, api_key } = made.parse(JSON.parse(out));
    expect(tenant).toMatchObject({ name: 'Acme', plan: 'standard', posture: 'strict' });
    service = await startService({ DATA_DIR: folder.path });
    expect((await post(service, '/validate', api_key.key, MESSAGE)).status).toBe(200);
  });
});

describe('what cannot work is said before anything is opened', () => {
  it.each([
    [{ PORT: '70000', SIGNUP: 'maybe' }, /PORT must be at most 65535\n {2}SIGNUP must be open, verify or closed/],
    [{ DATABASE_URL: 'postgres://user:hidden@127.0.0.1:1/x' }, /Could not start: .*127\.0\.0\.1:1/],
    [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL must be a URL that starts with postgres/],
    [{ METRICS_TOKEN: 'short' }, /METRICS_TOKEN must have 16 characters/],
  ])('%j', async (variables, message) => {
    const { code, out, err } = await run('src/main.ts', [], variables as Record<string, string>);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(message);
    expect(err).not.toContain('hidden');
  });

  it.each([
    [[]],
    [['create']],
    [['create', '--name', 'x', '--plan', 'gold']],
    [['create', '--name', 'x', '--plan', 'free', '--what']],
    [['drop']],
  ])('tenant %j: usage, and exit 2', async (args) => {
    const { code, out, err } = await run('scripts/tenant.ts', args, { DATA_DIR: '/nowhere/at/all' });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('usage:');
  });
});
