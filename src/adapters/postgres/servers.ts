import { and, desc, eq, inArray, lt } from 'drizzle-orm';
import * as z from 'zod';
import type { Page, PageRequest } from '#app/ports.ts';
import type { ServerHead, ServerMade, ServerRow, ServerTypes } from '#app/server-ports.ts';
import type { JsonObject } from '#core/submission.ts';
import { servers } from './schema.ts';
import { fromStoredText, storableText } from './storable.ts';
import { pageOf, type TenantSql } from './transaction.ts';

const columns = {
  id: servers.id,
  name: servers.name,
  tool_count: servers.tool_count,
  bytes: servers.bytes,
  digest: servers.digest,
  created_at: servers.created_at,
  updated_at: servers.updated_at,
};

const object = z.looseObject({});
const storedTools = z.array(z.custom<JsonObject>((value) => object.safeParse(value).success));
/** Written by this service alone, and read for verdicts: its outline is looked at, no more. */
const storedMade = z.custom<ServerMade>(
  (value) =>
    z
      .looseObject({
        names: z.array(z.string()),
        types: z.looseObject({ actions: object, common: object, entities: object }),
        untyped: z.array(object),
        findings: z.array(object),
      })
      .safeParse(value).success,
);

const own = ({ tenant }: TenantSql) => eq(servers.tenant_id, tenant);
const called = (tx: TenantSql, name: string) => and(own(tx), eq(servers.name, storableText(name)));
const headOf = (row: ServerHead): ServerHead => ({ ...row, name: fromStoredText(row.name) });

export async function getServer(tx: TenantSql, name: string): Promise<ServerRow | null> {
  const [row] = await tx.sql
    .select({ ...columns, tools: servers.tools, made: servers.made })
    .from(servers)
    .where(called(tx, name));
  return row
    ? { ...row, ...headOf(row), tools: storedTools.parse(JSON.parse(row.tools)), made: storedMade.parse(JSON.parse(row.made)) }
    : null;
}

export async function listServers(tx: TenantSql, page: PageRequest): Promise<Page<ServerHead>> {
  const after = page.after === undefined ? undefined : lt(servers.id, storableText(page.after));
  const rows = await tx.sql
    .select(columns)
    .from(servers)
    .where(and(own(tx), after))
    .orderBy(desc(servers.id))
    .limit(page.limit + 1);
  return pageOf(rows.map(headOf), page);
}

export async function serverHeads(tx: TenantSql): Promise<ServerHead[]> {
  const rows = await tx.sql.select(columns).from(servers).where(own(tx)).orderBy(servers.name);
  return rows.map(headOf);
}

export async function serverTypes(tx: TenantSql, names: readonly string[]): Promise<ServerTypes[]> {
  if (!names.length) return [];
  const rows = await tx.sql
    .select({ name: servers.name, digest: servers.digest, made: servers.made })
    .from(servers)
    .where(and(own(tx), inArray(servers.name, names.map(storableText))))
    .orderBy(servers.name);
  return rows.map(({ name, digest, made }) => {
    const { names: tools, types } = storedMade.parse(JSON.parse(made));
    return { name: fromStoredText(name), digest, names: tools, types };
  });
}

const texts = ({ tools, made, tool_count, bytes, digest, updated_at }: ServerRow) => ({
  tools: JSON.stringify(tools),
  made: JSON.stringify(made),
  tool_count,
  bytes,
  digest,
  updated_at,
});

export async function insertServer({ sql, tenant }: TenantSql, row: ServerRow): Promise<void> {
  const { id, name, created_at } = row;
  await sql.insert(servers).values({ ...texts(row), id, name: storableText(name), created_at, tenant_id: tenant });
}

export async function replaceServer(tx: TenantSql, row: ServerRow, expected: string): Promise<boolean> {
  const rows = await tx.sql
    .update(servers)
    .set(texts(row))
    .where(and(called(tx, row.name), eq(servers.digest, expected)))
    .returning({ id: servers.id });
  return rows.length > 0;
}

export async function removeServer(tx: TenantSql, name: string, expected: string): Promise<boolean> {
  const rows = await tx.sql
    .delete(servers)
    .where(and(called(tx, name), eq(servers.digest, expected)))
    .returning({ id: servers.id });
  return rows.length > 0;
}
