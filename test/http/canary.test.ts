/** What a caller says stays between him and the store: nothing of it in logs, metrics, audit records or the journal. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJournal } from '#adapters/journal.ts';
import { openPostgres } from '#adapters/postgres/database.ts';
import { openSmtp } from '#adapters/smtp.ts';
import { openLog } from '#adapters/log.ts';
import type { Journal } from '#app/ports.ts';
import { CANARY, hostileCalls, sendAll, TRACES } from '../support/hostile-traffic.ts';
import { LABELS } from '../support/labels.ts';
import { type Mailbox, openMailbox } from '../support/mailbox.ts';
import { grantOf } from '../support/rows.ts';
import { freshMemory, type FreshPostgres, freshPostgres } from '../support/stores.ts';
import { METRICS_TOKEN, openHarness, type Harness, type Tenancy } from './harness.ts';

const JOURNAL_BYTES_MAX = 10_000_000;

let postgres: FreshPostgres;
let mailbox: Mailbox;
let journal: Journal;
let folder: string;
let harness: Harness;
let own: Tenancy;
/** Of all calls, while the store was there and after. */
let statuses: number[] = [];
let lost: number[] = [];
let rows: { table: string; text: string }[] = [];

beforeAll(async () => {
  [postgres, mailbox] = await Promise.all([freshPostgres(), openMailbox()]);
  folder = mkdtempSync(join(tmpdir(), 'countersign-canary-'));
  journal = openJournal({ folder, bytes_max: JOURNAL_BYTES_MAX });
  const mailer = openSmtp({ url: mailbox.url, from: 'signup@countersign.example' });
  const database = await openPostgres({ url: postgres.url, pool_max: 4, statement_timeout_ms: 10_000 });
  const stores = { database, limiter: freshMemory().limiter, close: async () => {} };
  harness = await openHarness(stores, { signup: 'verify', mailer, journal });
  own = await harness.tenant();
  await harness.world.database.write(grantOf(own.id), (tx) => tx.tenant.update({ fail_mode: 'open' }));
  statuses = await sendAll(harness, hostileCalls(own.key));
  rows = await allRows(postgres.url);
  await breakTables(postgres.url);
  lost = await sendAll(harness, hostileCalls(own.key));
  await database.close();
  lost.push(...(await sendAll(harness, hostileCalls(own.key))));
}, 120_000);
afterAll(async () => {
  await harness.close();
  await journal.close();
  await mailbox.close();
  await postgres.close();
  rmSync(folder, { recursive: true, force: true });
});

/** As the operator reads them. What a tenant named, and what a policy says, stands in the store, each in its own column. */
const OWN_COLUMNS: Record<string, string[]> = {
  tenants: ['name'],
  api_keys: ['name'],
  pending_signups: ['name'],
  policies: ['name', 'document'],
  policy_versions: ['name', 'document', 'tests', 'compiled'],
  policy_sets: ['name'],
};

async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return use(client).finally(() => client.end());
}

const allRows = (url: string): Promise<{ table: string; text: string }[]> =>
  withClient(url, async (client) => {
    const found = await client.query<{ name: string }>(
      `select relname as name from pg_class where relkind in ('r', 'p') and not relispartition and relnamespace = 'public'::regnamespace`,
    );
    const all = [];
    for (const { name } of found.rows) {
      const without = (OWN_COLUMNS[name] ?? []).map((column) => ` - '${column}'`).join('');
      const { rows: read } = await client.query<{ text: string }>(`select (to_jsonb(t)${without})::text as text from "${name}" t`);
      all.push(...read.map(({ text }) => ({ table: name, text })));
    }
    return all;
  });

/** So that statements fail, each with a message of the server's. */
const breakTables = (url: string): Promise<unknown> =>
  withClient(url, (client) =>
    client.query(
      'alter table policies rename to gone; alter table api_keys drop column name; alter table audit_records rename to gone_too',
    ),
  );

const betrayed = (text: string): string[] => TRACES.filter((trace) => text.toLowerCase().includes(trace.toLowerCase()));

describe('a text in every field that a caller controls', () => {
  it('came with calls of all fates', () => {
    expect([...new Set(statuses)]).toEqual(expect.arrayContaining([200, 201, 202, 400, 401, 404, 405, 413, 415, 422]));
    expect([...new Set(lost)]).toEqual(expect.arrayContaining([200, 503]));
    expect(statuses.filter((status) => status >= 500)).toEqual([503]);
  });

  it('stands in no line of the log', () => {
    const text = harness.logs.join('');
    expect(betrayed(text)).toEqual([]);
    expect(text).toContain('"decision":"deny"');
    expect(text).toContain('"name":"StoreError"');
    expect(text).toContain('42P01');
    expect(text).toContain('"message":"stream ended"');
  });

  it('stands in no metric', async () => {
    const response = await harness.ask('GET', '/metrics', { key: METRICS_TOKEN });
    const text = await response.text();
    expect(text).toContain('countersign_findings_total{category="sql_injection"}');
    expect(betrayed(text)).toEqual([]);
  });

  it('stands in no row of the store but where its tenant put it by name', () => {
    const tables = new Set(rows.map(({ table }) => table));
    expect([...tables]).toEqual(
      expect.arrayContaining(['audit_records', 'decision_inputs', 'idempotent_answers', 'pending_signups', 'policies', 'policy_versions']),
    );
    expect(rows.filter(({ text }) => betrayed(text).length > 0)).toEqual([]);
  });

  it('stands in no file of the journal', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.journal'));
    const bytes = Buffer.concat(files.map((name) => readFileSync(join(folder, name))));
    expect(bytes.length).toBeGreaterThan(1_000);
    expect(betrayed(bytes.toString('latin1'))).toEqual([]);
  });
});

/** Of the library's metrics of the process. */
const LIBRARY = new Set(['le', 'type', 'kind', 'space', 'version', 'major', 'minor', 'patch', 'quantile']);

describe('labels of metrics, after such traffic', () => {
  it('are of a few kinds, with values out of tables of ours', async () => {
    const { text } = await harness.world.telemetry.metrics();
    const pairs = [...text.matchAll(/^(\w+)\{(.*)\} /gm)].flatMap(([, name = '', labels = '']) =>
      [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', value = '']) => ({ name, label, value })),
    );
    const ours = pairs.filter(({ name }) => name.startsWith('countersign_'));
    expect(ours.length).toBeGreaterThan(200);
    expect(ours.filter(({ label, value }) => label !== 'le' && !LABELS[label]?.has(value))).toEqual([]);
    expect(pairs.filter(({ name, label }) => !name.startsWith('countersign_') && !LIBRARY.has(label))).toEqual([]);
    for (const label in LABELS) expect(ours.some((pair) => pair.label === label)).toBe(true);
  });
});

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('errors in the log', () => {
  it.each([
    ['a syntax error', () => JSON.parse(`{"${CANARY}"`)],
    ['a type error', () => Reflect.get(Object(null), CANARY).x],
    ['a call of what is no function', () => new Function('o', `return o.${CANARY}()`)({})],
    ['a pattern', () => new RegExp(`[${CANARY}`)],
    ['an address', () => new URL(`http://[${CANARY}`)],
    ['a clone', () => structuredClone({ [CANARY]: new Function(`return '${CANARY}'`) })],
    ['a cause', () => JSON.parse(`{"${CANARY}"`)],
  ])('quote nothing: %s', (_, work) => {
    const lines: string[] = [];
    const log = openLog({ level: 'info', destination: { write: (line) => lines.push(line) } });
    const error = thrownBy(work);
    expect(error).toBeInstanceOf(Error);
    log.error('it failed', {}, error);
    log.error('it failed', {}, new Error('a fault of ours', { cause: error }));
    expect(betrayed(lines.join(''))).toEqual([]);
    expect(lines.join('')).toContain('canary.test.ts');
    expect(lines[1]).toContain('a fault of ours');
  });
});
