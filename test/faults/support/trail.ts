/** What is in the audit trail, asked through the contract, against what clients have received. */
import { z } from 'zod';
import type { Received } from './traffic.ts';
import type { Tenancy } from './tenants.ts';

const PAGE = 100;
const SAMPLE = 25;
const page = z.object({ data: z.array(z.object({ id: z.string() })), next_cursor: z.string().nullable() });

const get = async (url: string, key: string): Promise<unknown> => {
  const response = await fetch(url, { headers: { Authorization: `Bearer ${key}` } });
  if (!response.ok) throw new Error(`GET ${url}: ${response.status} ${await response.text()}`);
  return response.json();
};

/** Ids of all verdicts of the tenant since `from`, as often as they are listed. */
export async function listTrail(url: string, { key }: Tenancy, from: Date): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ kind: 'verdict', limit: String(PAGE), from: from.toISOString() });
    if (cursor !== null) query.set('cursor', cursor);
    const { data, next_cursor } = page.parse(await get(`${url}/audit?${query}`, key));
    ids.push(...data.map(({ id }) => id));
    cursor = next_cursor;
  } while (cursor !== null);
  return ids;
}

export type Reconciled = { lost: string[]; duplicated: string[] };

/** `kept`: ids as often as they are in the trail. */
export function reconcile(received: readonly string[], kept: readonly string[]): Reconciled {
  const times = new Map<string, number>();
  for (const id of kept) times.set(id, (times.get(id) ?? 0) + 1);
  return { lost: received.filter((id) => !times.has(id)), duplicated: [...times].filter(([, n]) => n > 1).map(([id]) => id) };
}

/** Every received verdict is listed once and nothing twice; a sample is also asked for one by one. */
export async function checkTrail(url: string, received: readonly Received[], from: Date): Promise<Reconciled & { kept: number }> {
  const tenancies = [...new Set(received.map(({ tenancy }) => tenancy))];
  const all = await Promise.all(
    tenancies.map(async (tenancy) => {
      const own = received.filter((r) => r.tenancy === tenancy).map(({ id }) => id);
      const kept = await listTrail(url, tenancy, from);
      return { kept: kept.length, ...reconcile(own, kept) };
    }),
  );
  const step = Math.max(1, Math.floor(received.length / SAMPLE));
  for (const { tenancy, id } of received.filter((_, i) => i % step === 0)) await requireRecord(url, tenancy, id, all);
  return {
    lost: all.flatMap((a) => a.lost),
    duplicated: all.flatMap((a) => a.duplicated),
    kept: all.reduce((sum, a) => sum + a.kept, 0),
  };
}

async function requireRecord(url: string, tenancy: Tenancy, id: string, listed: readonly Reconciled[]): Promise<void> {
  if (listed.some(({ lost }) => lost.includes(id))) return;
  const record = z.object({ id: z.string() }).parse(await get(`${url}/audit/${id}`, tenancy.key));
  if (record.id !== id) throw new Error(`GET /audit/${id} answered ${record.id}`);
}

/** Verdicts of this month, as they are counted. */
export const usedBy = async (url: string, { key }: Tenancy): Promise<number> =>
  z.object({ used: z.number() }).parse(await get(`${url}/usage`, key)).used;
