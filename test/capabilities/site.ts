/** The services that capabilities are checked on, each a process as its operator starts it, and tenants of theirs; all else goes over HTTP. */
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTelemetry } from '#adapters/telemetry.ts';
import { foundTenant } from '#app/signup.ts';
import type { World } from '#app/world.ts';
import { readConfig } from '#config';
import type { PlanName } from '#core/quota.ts';
import type { Posture } from '#core/tenant.ts';
import { closeWorld, openWorld } from '../../src/main.ts';
import { startService, type Running } from '../e2e/service.ts';
import { createDatabase, serviceUrl } from '../support/databases.ts';
import { COUNTRIES, makeMmdb } from '../support/mmdb.ts';
import { edit, newPublisher, PACKS } from '../support/packs.ts';

export type Reply = { status: number; headers: Headers; body: unknown };
export type Client = {
  ask(method: string, path: string, json?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** The same key at another service of the same store. */
  on(url: string): Client;
  key: string;
  /** UUID. */
  tenant_id: string | null;
};

export type Site = {
  /** PostgreSQL and Redis, one process: what it has answered is in force there at once. */
  neighbour: Running;
  /** Another service of the same store, of two processes. */
  hosted: Running;
  /** The embedded store. */
  embedded: Running;
  database_url: string;
  /** Of `neighbour`, and so of `hosted`. */
  tenant(options?: { plan?: PlanName; posture?: Posture }): Promise<Client>;
  /** Of `embedded`, by sign-up: on the free plan. */
  signUp(): Promise<Client>;
  close(): Promise<void>;
};

export const client = (url: string, key: string, tenant_id: string | null = null): Client => ({
  key,
  tenant_id,
  on: (other) => client(other, key, tenant_id),
  async ask(method, path, json, headers = {}) {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(key !== '' && { Authorization: `Bearer ${key}` }),
        ...(json !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(json !== undefined && { body: typeof json === 'string' ? json : JSON.stringify(json) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: jsonOf(text) };
  },
});

function jsonOf(text: string): unknown {
  try {
    return text === '' ? null : (JSON.parse(text) as unknown);
  } catch {
    return text;
  }
}

/** Ours; one that was changed after it was signed; and two of another publisher: a deprecated one, and one without tests. */
function packsFolder(): { folder: string; publishers: string } {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-packs-'));
  cpSync(PACKS, folder, { recursive: true });
  edit(join(folder, 'slack'), 'policies/links.json', (policy) => ({ ...policy, document: { effect: 'allow' } }));
  const signer = newPublisher('acme');
  for (const name of ['old-read-only', 'untested']) {
    const own = join(folder, name);
    cpSync(join(PACKS, 'read-only'), own, { recursive: true });
    edit(own, 'pack.json', (pack) => ({ ...pack, name, deprecated_by: name === 'untested' ? null : 'read-only' }));
    if (name === 'untested') writeFileSync(join(own, 'tests/writes.json'), '[]');
    signer.signInto(own);
  }
  const { publisher, key_id, public_key } = signer.publisher;
  return { folder, publishers: `${publisher}:${key_id}:${public_key}` };
}

/** Needs TEST_DATABASE_URL and TEST_REDIS_URL. */
export async function openSite(): Promise<Site> {
  const database = await createDatabase('empty');
  const packs = packsFolder();
  const folders = [packs.folder, ...['hosted', 'neighbour', 'embedded'].map((name) => mkdtempSync(join(tmpdir(), `countersign-${name}-`)))];
  const places = join(packs.folder, '..', `places-${randomBytes(4).toString('hex')}.mmdb`);
  writeFileSync(places, makeMmdb({ type: 'Test-Country', built_ms: Date.now(), networks: COUNTRIES }));
  folders.push(places);
  const common = {
    GEO_COUNTRY_MMDB: places,
    JWKS_PRIVATE_NETWORKS: 'true',
    PACKS_DIR: packs.folder,
    PACK_PUBLISHERS: packs.publishers,
    LOG_LEVEL: 'silent',
  };
  const shared = {
    ...common,
    DATABASE_URL: database.url,
    REDIS_URL: serviceUrl('TEST_REDIS_URL'),
    MASTER_KEY: randomBytes(32).toString('base64'),
    DATABASE_POOL_MAX: '8',
  };
  const running: Running[] = [];
  const start = async (variables: Record<string, string>): Promise<Running> => {
    const service = await startService(variables);
    running.push(service);
    return service;
  };
  let world: World | null = null;
  const close = async (): Promise<void> => {
    if (world) await closeWorld(world);
    await Promise.all(running.map((service) => service.stop('SIGTERM')));
    await database.drop();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const hosted = await start({ ...shared, DATA_DIR: folders[1]!, WORKERS: '2' });
    const neighbour = await start({ ...shared, DATA_DIR: folders[2]! });
    const embedded = await start({ ...common, DATA_DIR: folders[3]!, EXPECTS_KEY: 'yes', SIGNUP_PER_HOUR: '1000' });
    // As `npm run tenant` does it, without a process for each.
    const operator = await openWorld(readConfig({ ...shared, DATA_DIR: folders[2]! }), openTelemetry({ level: 'silent' }));
    world = operator;
    return {
      hosted,
      neighbour,
      embedded,
      database_url: database.url,
      async tenant({ plan = 'unlimited', posture = 'starter' } = {}) {
        const { tenant, api_key } = await foundTenant(operator, { name: 'capability', email: null, plan, posture });
        return client(neighbour.url, api_key.key, tenant.id);
      },
      async signUp() {
        const nobody = client(embedded.url, '');
        const { status, body } = await nobody.ask('POST', '/signup', { email: `${randomBytes(6).toString('hex')}@example.com`, name: 'X' });
        const key = /cs_live_[0-9A-Za-z]{49}/.exec(JSON.stringify(body))?.[0];
        if (!key) throw new Error(`sign-up answered ${status}: ${JSON.stringify(body)}`);
        return client(embedded.url, key);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
