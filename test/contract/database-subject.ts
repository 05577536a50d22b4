/** What the cases of the database contract are given. */
import { expect } from 'vitest';
import type { Database, Page, PageRequest } from '#app/ports.ts';
import { grantOf, tenantRow } from '../support/rows.ts';

export type Subject = {
  database: Database;
  /** More pools on the same store, where the engine allows another process. */
  others: Database[];
  /** SQL as the role that serves requests, in a transaction with these settings. */
  asRuntime(settings: Record<string, string>, sql: string): Promise<unknown[]>;
  close(): Promise<void>;
};

export type Case = (title: string, work: (subject: Subject) => Promise<void>) => void;

export async function newTenant(database: Database) {
  const row = tenantRow();
  await database.write(grantOf(row.id), (tx) => tx.tenant.insert(row));
  return row;
}

/** All pages, each `limit` long but the last. */
export async function readPages<T>(limit: number, next: (page: PageRequest) => Promise<Page<T>>): Promise<T[]> {
  const rows: T[] = [];
  for (let after: string | null | undefined; after !== null;) {
    const page = await next({ limit, ...(after === undefined ? {} : { after }) });
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    if (page.next !== null) expect(page.rows).toHaveLength(limit);
    rows.push(...page.rows);
    after = page.next;
  }
  return rows;
}
