import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPglite } from '#adapters/pglite.ts';
import { MOMENT, entriesOf, grantOf, keyRow, MONTH, tenantRow, recordFor } from '../support/rows.ts';

const CHILD = fileURLToPath(new URL('../support/pglite-child.ts', import.meta.url));

let data_dir: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  data_dir = join(mkdtempSync(join(tmpdir(), 'countersign-pglite-')), 'data');
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(join(data_dir, '..'), { recursive: true, force: true });
});

/** Starts a process on the folder; `line(start)` is its next line that starts so. */
function startChild(verdicts: number) {
  const child = spawn(process.execPath, [CHILD, data_dir, String(verdicts)], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const seen: string[] = [];
  const line = async (start: string): Promise<string> => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`the child ended before it said ${start}; it said ${seen.join(' | ')}`);
      seen.push(value);
      if (value.startsWith(start)) return value;
    }
  };
  return { child, line, seen };
}

test('a second process is refused, by the pid of the first, and let in when that one has closed', async () => {
  const first = startChild(0);
  await first.line('idle');
  await expect(openPglite({ data_dir })).rejects.toThrow(`in use by process ${first.child.pid}`);
  expect(await startChild(0).line('')).toContain(`in use by process ${first.child.pid}`);
  first.child.stdin?.end();
  await first.line('closed');
  const database = await openPglite({ data_dir });
  expect(await database.isEmpty()).toBe(false);
  await expect(openPglite({ data_dir })).rejects.toThrow(`in use by process ${process.pid}`);
  await database.close();
  await (await openPglite({ data_dir })).close();
}, 120_000);

test('every verdict that was answered before kill -9 is there afterwards, once, and the folder opens without help', async () => {
  let tenant = '';
  const answered: string[] = [];
  for (const kill_after of [1, 25, 60]) {
    const { child, line, seen } = startChild(1_000_000);
    tenant = (await line('tenant')).slice('tenant '.length);
    for (let i = 0; i < kill_after; i++) await line('verdict');
    child.kill('SIGKILL');
    await once(child, 'exit');
    await expect(line('never')).rejects.toThrow('the child ended');
    answered.splice(0, answered.length, ...seen.filter((said) => said.startsWith('verdict ')).map((said) => said.slice('verdict '.length)));
    expect(answered.length).toBeGreaterThanOrEqual(kill_after);
    const database = await openPglite({ data_dir });
    const owner = tenantRow({ id: tenant as ReturnType<typeof tenantRow>['id'] }).id;
    const records = await Promise.all(answered.map((id) => database.read(owner, (tx) => tx.audit.get(id))));
    expect(records.map((found) => found?.record.id)).toEqual(answered);
    const used = await database.read(owner, (tx) => tx.usage.get(MONTH));
    expect(used - answered.length).toBeGreaterThanOrEqual(0);
    expect(used - answered.length).toBeLessThanOrEqual(1);
    await database.close();
  }
}, 120_000);

test('transactions take turns: one that waits inside its work does not mix with another', async () => {
  const database = await openPglite({ data_dir });
  const [a, b] = [tenantRow(), tenantRow()];
  const order: string[] = [];
  const write = (row: typeof a, name: string) =>
    database.write(grantOf(row.id), async (tx) => {
      order.push(`${name} begins`);
      await tx.tenant.insert(row);
      await new Promise((resolve) => setImmediate(resolve));
      await tx.keys.insert(keyRow());
      order.push(`${name} ends`);
    });
  await Promise.all([write(a, 'a'), write(b, 'b'), recordFor(database, a.id, entriesOf(3), MONTH, null)]);
  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  expect(await database.read(a.id, (tx) => tx.keys.countInForce(MOMENT))).toBe(1);
  await database.close();
});
