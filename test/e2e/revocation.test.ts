/** Two processes on one PostgreSQL: what one revokes, the other refuses within two seconds. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPair } from './pair.ts';
import { get, type Running } from './service.ts';

const SEEN_WITHIN_MS = 2_000;
/** What the calls themselves may take on a busy machine. */
const CALL_MS = 1_000;
const ROUNDS = 3;

let pair: Awaited<ReturnType<typeof startPair>>;
let services: Running[] = [];
let key = '';
beforeAll(async () => {
  pair = await startPair('unlimited');
  ({ services, key } = pair);
}, 60_000);
afterAll(() => pair.stop());

const change = async (service: Running, method: string, path: string, body?: object): Promise<{ id: string; key: string } | null> => {
  const headers = { Authorization: `Bearer ${key}`, ...(body && { 'Content-Type': 'application/json' }) };
  const response = await fetch(service.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  expect(response.ok, `${method} ${path}: ${response.status}`).toBe(true);
  return response.status === 204 ? null : ((await response.json()) as { id: string; key: string });
};

/** Calls with the key until it is refused, and says how long after `began`. */
async function refusedAfter(service: Running, spent: string, began: number): Promise<number> {
  while (performance.now() - began < SEEN_WITHIN_MS + 5 * CALL_MS) {
    const { status } = await get(service, '/usage', spent);
    if (status === 401) return performance.now() - began;
    expect(status).toBe(200);
  }
  return Infinity;
}

it.each([
  ['revoked', (service: Running, id: string) => change(service, 'DELETE', `/keys/${id}`)],
  ['rotated without overlap', (service: Running, id: string) => change(service, 'POST', `/keys/${id}/rotate`, { overlap_seconds: 0 })],
])(
  'a key that one process has %s is refused by it at once, and by the other within two seconds',
  async (title, end) => {
    const [one, other] = services as [Running, Running];
    const delays: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const made = (await change(one, 'POST', '/keys', { name: `round ${round}`, scopes: ['usage:read'] }))!;
      for (const service of [one, other]) expect((await get(service, '/usage', made.key)).status).toBe(200);
      await end(one, made.id);
      const began = performance.now();
      expect((await get(one, '/usage', made.key)).status).toBe(401);
      delays.push(await refusedAfter(other, made.key, began));
    }
    console.log(`${title}: refused by the other process after ${delays.map((ms) => Math.round(ms)).join(', ')} ms`);
    expect(Math.max(...delays)).toBeLessThan(SEEN_WITHIN_MS + CALL_MS);
  },
  60_000,
);

it('last uses are written when the process ends', async () => {
  const [one, other] = services as [Running, Running];
  const made = (await change(one, 'POST', '/keys', { name: 'used', scopes: ['usage:read'] }))!;
  expect((await get(other, '/usage', made.key)).status).toBe(200);
  expect(await (await get(one, `/keys/${made.id}`, key)).json()).toMatchObject({ last_used_at: null });
  expect(await other.stop('SIGTERM')).toBe(0);
  expect(await (await get(one, `/keys/${made.id}`, key)).json()).toMatchObject({ last_used_at: expect.stringMatching(/^\d{4}-/) });
});
