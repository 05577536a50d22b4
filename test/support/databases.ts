/** A PostgreSQL database per test file, copied from a migrated template. */
import { createHash, randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { migratePostgres } from '#adapters/postgres/database.ts';
import { readMigrations } from '#adapters/postgres/migrate.ts';

const TEMPLATE_LOCK = 7_300_001;

export function serviceUrl(name: 'TEST_DATABASE_URL' | 'TEST_REDIS_URL'): string {
  const url = process.env[name];
  if (!url) throw new Error(`${name} is not set: run the tests with "npm test" (or "npm test -- <file>"), which starts what they need`);
  return url;
}

const prefix = (): string => `countersign_${process.env['TEST_RUN'] ?? 'shared'}`;

export async function withAdmin<T>(use: (admin: Client) => Promise<T>, url = serviceUrl('TEST_DATABASE_URL')): Promise<T> {
  const admin = new Client({ connectionString: url });
  await admin.connect();
  try {
    return await use(admin);
  } finally {
    await admin.end();
  }
}

export function urlOf(database: string): string {
  const url = new URL(serviceUrl('TEST_DATABASE_URL'));
  url.pathname = `/${database}`;
  return url.href;
}

/** An empty database, or a migrated one. */
export async function createDatabase(form: 'empty' | 'migrated'): Promise<{ name: string; url: string; drop(): Promise<void> }> {
  const name = `${prefix()}_${randomBytes(6).toString('hex')}`;
  const template = form === 'migrated' ? await ensureTemplate() : 'template1';
  await withAdmin((admin) => admin.query(`create database ${name} template ${template}`));
  const drop = async (): Promise<void> => void (await withAdmin((admin) => admin.query(`drop database if exists ${name} with (force)`)));
  return { name, url: urlOf(name), drop };
}

async function ensureTemplate(): Promise<string> {
  const digest = createHash('sha256').update(JSON.stringify(readMigrations())).digest('hex').slice(0, 12);
  const template = `${prefix()}_${digest}_template`;
  await withAdmin(async (admin) => {
    await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [template]);
    if (rowCount) return;
    const draft = `${template}_draft`;
    await admin.query(`drop database if exists ${draft} with (force)`);
    await admin.query(`create database ${draft}`);
    await migratePostgres(urlOf(draft));
    await admin.query(`alter database ${draft} rename to ${template}`);
  });
  return template;
}

/** Removes what one run left in a cluster that was there before it. */
export async function dropDatabases(url: string, run: string): Promise<void> {
  await withAdmin(async (admin) => {
    const { rows } = await admin.query<{ datname: string }>(`select datname from pg_database where starts_with(datname, $1)`, [
      `countersign_${run}_`,
    ]);
    for (const { datname } of rows) await admin.query(`drop database if exists ${datname} with (force)`);
  }, url);
}
