import { asc, eq, sql as text } from 'drizzle-orm';
import * as z from 'zod';
import type { PackInstall } from '#app/pack-ports.ts';
import { paramValue, STRENGTHS } from '#core/packs/manifest.ts';
import { packInstalls } from './schema.ts';
import { fromStoredJson, storableJson, storableText } from './storable.ts';
import type { TenantSql } from './transaction.ts';

const storedParams = z.record(z.string(), paramValue);
const storedStrength = z.enum(STRENGTHS);

const columns = {
  name: packInstalls.name,
  version: packInstalls.version,
  digest: packInstalls.digest,
  strength: packInstalls.strength,
  params: text<string>`${packInstalls.params}::text`,
  installed_at: packInstalls.installed_at,
};

export async function installedPacks({ sql, tenant }: TenantSql): Promise<PackInstall[]> {
  const rows = await sql.select(columns).from(packInstalls).where(eq(packInstalls.tenant_id, tenant)).orderBy(asc(packInstalls.name));
  return rows.map((row) => ({
    ...row,
    strength: storedStrength.parse(row.strength),
    params: storedParams.parse(fromStoredJson(row.params)),
  }));
}

export async function notePack({ sql, tenant }: TenantSql, { name, params, ...rest }: PackInstall): Promise<void> {
  const changes = { ...rest, params: text`${storableJson(params)}::jsonb` };
  await sql
    .insert(packInstalls)
    .values({ ...changes, name: storableText(name), tenant_id: tenant })
    .onConflictDoUpdate({ target: [packInstalls.tenant_id, packInstalls.name], set: changes });
}
