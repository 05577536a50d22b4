/** What a running service measures, with the stores of the hosted one. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, serviceUrl } from '../support/databases.ts';
import { MESSAGE, post, run, startService, tempFolder, type Running } from './service.ts';

const TOKEN = 'a-token-for-the-metrics-of-tests';
const ATTACK = JSON.stringify({
  request: {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'find', arguments: { q: "1' UNION SELECT password FROM users --" } },
  },
});

let database: Awaited<ReturnType<typeof createDatabase>>;
let folder: Awaited<ReturnType<typeof tempFolder>>;
let service: Running;
let key = '';
beforeAll(async () => {
  [database, folder] = await Promise.all([createDatabase('empty'), tempFolder()]);
  const stores = { DATABASE_URL: database.url, MASTER_KEY: Buffer.alloc(32, 7).toString('base64'), DATA_DIR: folder.path };
  service = await startService({ ...stores, REDIS_URL: serviceUrl('TEST_REDIS_URL'), METRICS_TOKEN: TOKEN });
  const made = await run('scripts/tenant.ts', ['create', '--name', 'metrics', '--plan', 'standard'], stores);
  key = /cs_live_\w+/.exec(made.out)?.[0] ?? '';
});
afterAll(async () => {
  await service.stop('SIGTERM');
  await database.drop();
  await folder.remove();
});

async function read(): Promise<Map<string, number>> {
  const response = await fetch(`${service.url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
  expect(response.status).toBe(200);
  const series = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(series.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
}

it('tells of requests, verdicts, findings, judging, commits, the limiter, connections and the event loop', async () => {
  for (const body of [MESSAGE, MESSAGE, ATTACK]) expect((await post(service, '/validate', key, body)).status).toBe(200);
  const metrics = await read();
  const positive = [
    'countersign_requests_total{method="POST",route="/validate",status="200"}',
    'countersign_request_seconds_count{method="POST",route="/validate"}',
    'countersign_verdicts_total{decision="allow"}',
    'countersign_verdicts_total{decision="deny"}',
    'countersign_findings_total{category="sql_injection"}',
    'countersign_judge_seconds_count',
    'countersign_audit_commit_seconds_count',
    'countersign_audit_commit_entries_sum',
    'countersign_audit_commit_tenants_sum',
    'countersign_limiter_call_turns_count',
    'countersign_connections',
    'nodejs_eventloop_lag_max_seconds',
    'process_resident_memory_bytes',
  ];
  expect(positive.filter((name) => !((metrics.get(name) ?? 0) > 0))).toEqual([]);
  const none = ['countersign_store_lost', 'countersign_limiter_lost', 'countersign_journal_bytes', 'countersign_audit_queue_bytes'];
  expect(none.map((name) => metrics.get(name))).toEqual([0, 0, 0, 0]);
  expect(metrics.get('countersign_changes_age_seconds')).toBeLessThan(10);
  for (const queue of ['audit', 'judging', 'key_lookups', 'store'])
    expect(metrics.get(`countersign_queue_depth{queue="${queue}"}`)).toBe(0);
});
