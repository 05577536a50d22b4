/** What the product is measured on: PostgreSQL that waits for the disk, Redis, and tenants with keys. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { openTelemetry } from '#adapters/telemetry.ts';
import { foundTenant } from '#app/signup.ts';
import { readConfig } from '#config';
import { closeWorld, openWorld } from '../../src/main.ts';
import { seeded } from './random.ts';
import { provide, type Server, startPostgres, startRedis } from '../support/servers.ts';

/** Of the unlimited plan, and of one whose limiter asks Redis at every call; traffic is spread evenly over all. */
const TENANTS = { unlimited: 96, standard: 96 } as const;
const KEYS_OF_A_TENANT = 3;
/** One tenant in so many has limits of its own, per principal and per tool: asked at every call, and never reached. */
const OWN_LIMITS_EVERY = 4;
const AMPLE = { per_second: 10_000, burst: 10_000 };
/** One call in so many is of a tenant of the standard plan: fewer than its 100 a second, for a refusal costs less than a verdict. */
const STANDARD_EVERY = 5;
const FOUNDED_AT_ONCE = 8;
/** Tenants with policies, and as many without. */
const HALF = 8;

export type Site = {
  environment: Record<string, string>;
  postgres_pid: number | null;
  origins: string[];
  countRecords(): Promise<number>;
  close(): Promise<void>;
};

export async function openSite(): Promise<Site> {
  provide(['postgresql', 'redis-server']);
  const servers: Server[] = [];
  const close = async (): Promise<void> => void (await Promise.all(servers.map((server) => server.stop())));
  try {
    servers.push(await startPostgres({ durable: true }), await startRedis());
    const [postgres, redis] = servers as [Server, Server];
    const environment = { DATABASE_URL: postgres.url, REDIS_URL: redis.url, MASTER_KEY: randomBytes(32).toString('base64') };
    return {
      environment,
      postgres_pid: await ask(postgres.url, 'show data_directory').then(postmasterOf),
      origins: servers.map(({ origin }) => origin),
      countRecords: async () => Number(await ask(postgres.url, `select count(*) from audit_records where kind = 'verdict'`)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function ask(url: string, statement: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: statement, rowMode: 'array' });
    return String(rows[0]?.[0]);
  } finally {
    await client.end();
  }
}

/** Null where PostgreSQL runs in a container. */
function postmasterOf(folder: string): number | null {
  const file = join(folder, 'postmaster.pid');
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : null;
}

export type Decks = { all: string[]; unlimited: string[] };

/** Keys to deal out in turn: with them, each tenant has an even part of what its plan gets. `url` is that of a running service. */
export async function foundTenants({ environment }: Site, url: string): Promise<Decks> {
  const world = await openWorld(readConfig({ ...environment, PORT: '0' }), openTelemetry({ level: 'silent' }));
  try {
    let founded = 0;
    const found = async (plan: 'unlimited' | 'standard'): Promise<string[]> => {
      const with_limits = founded++ % OWN_LIMITS_EVERY === 0;
      const { api_key } = await foundTenant(world, { name: `bench ${plan}`, email: null, plan, posture: 'starter' });
      if (with_limits) await call(url, 'PATCH', '/tenant', api_key.key, { rate_limits: { principal: AMPLE, tool: AMPLE } });
      const others = Array.from({ length: KEYS_OF_A_TENANT - 1 }, () => makeKey(url, api_key.key));
      return [api_key.key, ...(await Promise.all(others))];
    };
    const unlimited = (await severally(TENANTS.unlimited, () => found('unlimited'))).flat();
    const standard = (await severally(TENANTS.standard, () => found('standard'))).flat();
    const often = Array.from({ length: STANDARD_EVERY - 1 }, () => shuffle(unlimited)).flat();
    return { all: shuffle([...often, ...standard]), unlimited: shuffle(unlimited) };
  } finally {
    await closeWorld(world);
  }
}

/** Tenants of the unlimited plan in two halves: `unlimited` have these policies, `all` have none. */
export async function foundHalves({ environment }: Site, url: string, policies: readonly object[]): Promise<Decks> {
  const world = await openWorld(readConfig({ ...environment, PORT: '0' }), openTelemetry({ level: 'silent' }));
  try {
    const found = async (own: readonly object[]): Promise<string> => {
      const { api_key } = await foundTenant(world, { name: 'bench', email: null, plan: 'unlimited', posture: 'starter' });
      if (own.length) await call(url, 'POST', '/policies/import', api_key.key, { policies: own });
      return api_key.key;
    };
    const half = (own: readonly object[]): Promise<string[]> => severally(HALF, () => found(own));
    return { all: await half([]), unlimited: await half(policies) };
  } finally {
    await closeWorld(world);
  }
}

async function severally<T>(count: number, make: () => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  while (made.length < count)
    made.push(...(await Promise.all(Array.from({ length: Math.min(FOUNDED_AT_ONCE, count - made.length) }, make))));
  return made;
}

async function makeKey(url: string, by: string): Promise<string> {
  const { key } = (await call(url, 'POST', '/keys', by, { name: 'bench', scopes: ['validate'] })) as { key: string };
  return key;
}

async function call(url: string, method: string, path: string, key: string, body: object): Promise<unknown> {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  const response = await fetch(url + path, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

const random = seeded(11);

function shuffle<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
