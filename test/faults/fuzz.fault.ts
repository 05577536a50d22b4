/** The OpenAPI document drives a property-based fuzzer: no 5xx, and every status, content type, header and body is documented. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT, tempFolder } from '../e2e/service.ts';
import { createDatabase, serviceUrl } from '../support/databases.ts';
import { full } from './support/form.ts';
import { type Instance, isAlive, masterKey, startInstance } from './support/instance.ts';
import { report } from './support/table.ts';
import { makeTenants, type Tenancy } from './support/tenants.ts';
import { runBySchema } from './fuzz/by-schema.ts';
import { provideSchemathesis, runSchemathesis } from './fuzz/schemathesis.ts';

const CALLS_MIN = full(20_000, 1_500);
const EXAMPLES_MAX = full(1_500, 15);
/** The same calls on every push; others each time that it is run in full. */
const SEED = full(Math.floor(Math.random() * 2 ** 31), 20_261_121);
/** With several threads, Python 3.11 miscounts the depth of recursion when it parses (python/cpython issue 106905). */
const WORKERS = 1;
/** One takes a code that was mailed; one a job that has not ended, as they do at once here; one two sets that were active one after the other. */
const BEYOND_REACH = ['POST /signup/verify 201', 'DELETE /jobs/{id} 204', 'POST /policy-sets/rollback 200'];
/** Schemas alone do not know which things go together, nor which ids there are: of 52 operations. */
const UNREACHED_MAX = 32;
const DOCUMENT = join(ROOT, 'openapi/openapi.json');

let folder: Awaited<ReturnType<typeof tempFolder>>;
let store: Awaited<ReturnType<typeof createDatabase>>;
let instance: Instance;
let tenancy: Tenancy | undefined;

beforeAll(async () => {
  [folder, store] = await Promise.all([tempFolder(), createDatabase('empty')]);
  const variables = {
    DATABASE_URL: store.url,
    REDIS_URL: serviceUrl('TEST_REDIS_URL'),
    DATA_DIR: folder.path,
    MASTER_KEY: masterKey(),
    SIGNUP: 'open',
  };
  [tenancy] = await makeTenants(variables, 1, 'unlimited');
  instance = await startInstance(variables);
});
afterAll(async () => {
  await instance.stop('SIGKILL');
  await store.drop();
  await folder.remove();
});

it('whatever is sent, the answer is one that the contract documents', async () => {
  const key = tenancy?.key ?? '';
  const keys = (await (await fetch(`${instance.url}/keys`, { headers: { Authorization: `Bearer ${key}` } })).json()) as {
    data: { id: string }[];
  };
  const found = process.env['FUZZ_BY'] === 'schema' ? { missing: 'FUZZ_BY' } : provideSchemathesis();
  const common = { url: instance.url, key, key_id: keys.data[0]?.id ?? '', document: DOCUMENT, seed: SEED };
  if ('missing' in found) process.stderr.write(`no schemathesis (${found.missing}): fast-check instead\n`);
  const { code, output, calls, answers } =
    'missing' in found
      ? await runBySchema({ ...common, calls: CALLS_MIN })
      : await runSchemathesis({ ...common, program: found.program, folder: folder.path, examples_max: EXAMPLES_MAX, workers: WORKERS });
  const by = 'missing' in found ? 'fast-check' : 'schemathesis';
  const failed = [...answers].filter(([answer]) => / 5\d\d$/.test(answer));
  report({
    what: `fuzzed calls by OpenAPI (${by})`,
    times: calls,
    answered: calls,
    note: `seed ${SEED}, ${failed.length} kinds of 5xx`,
  });
  expect(code, output).toBe(0);
  expect(failed).toEqual([]);
  expect(calls).toBeGreaterThanOrEqual(CALLS_MIN);
  // Nothing was refused at the door throughout.
  const unreached = successesOf(DOCUMENT).filter((success) => !answers.has(success) && !BEYOND_REACH.includes(success));
  expect(unreached.length, unreached.join()).toBeLessThanOrEqual('missing' in found ? UNREACHED_MAX : 0);
  expect(isAlive(instance)).toBe(true);
});

/** `GET /keys 200` and so on, for every operation of the document. */
function successesOf(file: string): string[] {
  const { paths } = JSON.parse(readFileSync(file, 'utf8')) as { paths: Record<string, Record<string, { responses: object }>> };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { responses }]) => {
      const success = Object.keys(responses).find((status) => status.startsWith('2'));
      return `${method.toUpperCase()} ${path} ${success}`;
    }),
  );
}
