/** Two processes of the service on one PostgreSQL, and a tenant of theirs. */
import { randomBytes } from 'node:crypto';
import { createDatabase } from '../support/databases.ts';
import { run, startService, tempFolder, type Running } from './service.ts';

export type Pair = { database_url: string; services: Running[]; /** Of the tenant. */ key: string; stop(): Promise<void> };

export async function startPair(plan: 'free' | 'unlimited'): Promise<Pair> {
  const [database, folder] = await Promise.all([createDatabase('empty'), tempFolder()]);
  const environment = { DATABASE_URL: database.url, DATA_DIR: folder.path, MASTER_KEY: randomBytes(32).toString('base64') };
  const { out } = await run('scripts/tenant.ts', ['create', '--name', 'e2e', '--plan', plan, '--json'], environment);
  const { key } = (JSON.parse(out) as { api_key: { key: string } }).api_key;
  const services = await Promise.all([startService(environment), startService(environment)]);
  return {
    database_url: database.url,
    services,
    key,
    async stop() {
      await Promise.all(services.map((service) => service.stop('SIGTERM')));
      await database.drop();
      await folder.remove();
    },
  };
}
