/** `npm run capabilities [-- ID…]`: one check for each row of the table of capabilities that is built, over HTTP, with a figure for each. */
import { randomBytes } from 'node:crypto';
import type { Check } from '../test/capabilities/check.ts';
import { IDENTITY } from '../test/capabilities/identity.ts';
import { LAYERS } from '../test/capabilities/layers.ts';
import { POLICY_DECISIONS } from '../test/capabilities/policy-decisions.ts';
import { POLICY_LIFE, SLOW_POLICY_LIFE } from '../test/capabilities/policy-life.ts';
import { openSite, type Site } from '../test/capabilities/site.ts';
import { SLOW, SURFACE } from '../test/capabilities/surface.ts';
import { dropDatabases } from '../test/support/databases.ts';
import { provide, type Server, startPostgres, startRedis } from '../test/support/servers.ts';

const CHECK_MS_MAX = 240_000;
const BESIDE = [...SLOW, ...SLOW_POLICY_LIFE];
const ALL = [...POLICY_DECISIONS, ...POLICY_LIFE, ...IDENTITY, ...LAYERS, ...SURFACE];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((id) => ![...ALL, ...BESIDE].some((check) => check.id === id));
if (unknown.length) {
  process.stderr.write(`There is no check of ${unknown.join(', ')}\n`);
  process.exit(2);
}
const isWanted = ({ id }: Check): boolean => wanted.length === 0 || wanted.includes(id);

process.exitCode = await withServers(async () => {
  const site = await openSite();
  try {
    const slow = BESIDE.filter(isWanted).map((check) => tell(check, site));
    const results: boolean[] = [];
    for (const check of ALL.filter(isWanted)) results.push(await tell(check, site));
    results.push(...(await Promise.all(slow)));
    const passed = results.filter(Boolean).length;
    process.stdout.write(`${results.length} checked: ${passed} pass, ${results.length - passed} fail\n`);
    // Nothing that was checked is nothing that holds.
    return results.length > 0 && passed === results.length ? 0 : 1;
  } finally {
    await site.close();
  }
});

async function tell({ id, run }: Check, site: Site): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_MS_MAX} ms`)), CHECK_MS_MAX);
  });
  try {
    const figure = await Promise.race([run(site), late]);
    if (figure === '') throw new Error('it has seen nothing');
    process.stdout.write(`${id} pass ${figure}\n`);
    return true;
  } catch (error) {
    process.stdout.write(
      `${id} fail ${(error instanceof Error ? error.message : String(error)).split('\n').filter(Boolean).join(' | ').slice(0, 400)}\n`,
    );
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** PostgreSQL and Redis, as `npm test` has them. */
async function withServers(work: () => Promise<number>): Promise<number> {
  const servers: Server[] = [];
  const test_run = randomBytes(4).toString('hex');
  process.env['TEST_RUN'] = test_run;
  const services = [
    { name: 'TEST_DATABASE_URL', program: 'postgresql', start: startPostgres },
    { name: 'TEST_REDIS_URL', program: 'redis-server', start: startRedis },
  ].filter(({ name }) => !process.env[name]);
  const lent = process.env['TEST_DATABASE_URL'];
  try {
    provide(services.map(({ program }) => program));
    for (const { name, start } of services) {
      const server = await start();
      servers.push(server);
      process.env[name] = server.url;
    }
    return await work();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  } finally {
    if (lent) await dropDatabases(lent, test_run);
    await Promise.all(servers.map((server) => server.stop()));
  }
}
