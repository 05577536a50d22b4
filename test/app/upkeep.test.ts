import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openJournal } from '#adapters/journal.ts';
import { keepUp, tend, upkeep } from '#app/upkeep.ts';
import { embeddedStores, openHarness, type Harness, type Tenancy } from '../http/harness.ts';
import { entriesOf, MONTH } from '../support/rows.ts';

const RETENTION = { audit_months: 13, input_days: 30 };
const DAY_MS = 86_400_000;

let harness: Harness;
let own: Tenancy;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-upkeep-'));
  const journal = openJournal({ folder, bytes_max: 10_000_000 });
  harness = await openHarness(await embeddedStores(), { journal });
  own = await harness.tenant();
});
afterAll(async () => {
  await harness.world.journal?.close();
  await harness.close();
  rmSync(folder, { recursive: true, force: true });
});

it('a round sweeps expired answers of all tenants and leaves the others', async () => {
  const create = (name: string) =>
    harness.ask('POST', '/policies', { key: own.key, json: { name, document: {} }, headers: { 'Idempotency-Key': `key-of-${name}` } });
  expect((await create('first')).status).toBe(201);
  harness.clock.now_ms += 2 * DAY_MS;
  expect((await create('second')).status).toBe(201);
  await upkeep(harness.world, RETENTION);
  expect(await harness.world.database.dropExpiredAnswers(new Date(harness.clock.now_ms), 10)).toBe(0);
  expect((await create('second')).headers.get('idempotency-replayed')).toBe('true');
  expect(await harness.world.database.dropExpiredAnswers(new Date(harness.clock.now_ms + 2 * DAY_MS), 10)).toBe(1);
});

it('tending replays what was kept, and sets apart what the store refuses for good', async () => {
  const { world } = harness;
  const [good, bad] = [entriesOf(3), entriesOf(1)];
  for (const { record } of bad) Object.assign(record, { kind: 'verdict', method: 'x', id: `aud_${record.id.slice(4)}` });
  await world.journal?.append({ tenant: own.id, month: MONTH, entries: [...good, ...bad] });
  await tend(world);
  expect(world.journal?.bytes).toBe(0);
  for (const { record } of good) expect((await harness.ask('GET', `/audit/${record.id}`, { key: own.key })).status).toBe(200);
  const said = harness.logs.join('\n');
  expect(said).toContain('"entries":3');
});

it('begins by itself soon after the start', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] });
  const dropExpired = vi.spyOn(harness.world.database, 'dropExpiredAnswers');
  const kept = keepUp(harness.world, RETENTION, () => 0.5);
  await vi.advanceTimersByTimeAsync(1_000);
  vi.useRealTimers();
  await expect.poll(() => dropExpired.mock.calls.length, { timeout: 5_000 }).toBe(1);
  kept.stop();
  dropExpired.mockRestore();
});
