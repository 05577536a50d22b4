/** Two processes on one PostgreSQL share a month's quota, exact at the boundary. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withAdmin } from '../support/databases.ts';
import { startPair } from './pair.ts';
import { get, MESSAGE, post, type Running } from './service.ts';

const QUOTA = 1_000;
/** Most of the month passes by before the test, so that the rate of the plan does not make it long. */
const USED_BEFORE = 960;
const CALLERS = 16;

let pair: Awaited<ReturnType<typeof startPair>>;
let services: Running[] = [];
let key = '';
beforeAll(async () => {
  pair = await startPair('free');
  ({ services, key } = pair);
}, 60_000);
afterAll(() => pair.stop());

it('1,000 verdicts are given by both together, and call 1,001 is 429 with the reset time at either', async () => {
  const now = new Date();
  const reset = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
  const month = `${now.toISOString().slice(0, 7)}-01`;
  await withAdmin(
    (admin) =>
      admin.query(`insert into usage_months (tenant_id, month, used, last_granted) select tenant_id, $1, $2, 0 from tenants`, [
        month,
        USED_BEFORE,
      ]),
    pair.database_url,
  );
  const statuses = { 200: 0, 429: 0 };
  const codes = new Set<string>();
  const caller = async (i: number): Promise<void> => {
    for (let n = 0; n < 6; n++) {
      const response = await post(services[(i + n) % 2]!, '/validate', key, MESSAGE);
      statuses[response.status as 200]++;
      if (response.status !== 429) continue;
      const { code, detail } = (await response.json()) as { code: string; detail: string };
      codes.add(code);
      expect(detail).toContain(reset.toISOString());
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(Number(response.headers.get('retry-after'))).toBeLessThanOrEqual(Math.ceil((reset.getTime() - now.getTime()) / 1_000));
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, (_, i) => caller(i)));
  expect(statuses).toEqual({ 200: QUOTA - USED_BEFORE, 429: CALLERS * 6 - (QUOTA - USED_BEFORE) });
  expect([...codes]).toEqual(['QUOTA_EXCEEDED']);
  for (const service of services) {
    expect(await (await get(service, '/usage', key)).json()).toMatchObject({ used: QUOTA, limit: QUOTA, warning: true });
    const audit = (await (await get(service, '/audit?kind=verdict&limit=100', key)).json()) as { data: object[] };
    expect(audit.data).toHaveLength(QUOTA - USED_BEFORE);
  }
});
