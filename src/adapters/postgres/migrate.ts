/** Applies `migrations/*.sql`: forward only, each in a transaction of its own, any number of processes at once. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Session } from './runtime-role.ts';

export type Migration = { name: string; sha256: string; sql: string };

/** Any number, as long as nothing else in the database locks on it: "countersign" in ASCII, cut to 63 bits. */
const LOCK = 0x636f756e746572n;
/** How long to wait for another process that migrates. */
const LOCK_WAIT_MS = 120_000;
const FOLDER = new URL('../../../migrations/', import.meta.url);
const NAME = /^\d{4}_[a-z0-9_-]+\.sql$/;

/** The migrations of this build, in order. Throws on a file whose name does not say its place. */
export function readMigrations(folder: URL = FOLDER): Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  return names.map((name) => {
    if (!NAME.test(name)) throw new Error(`migrations/${name}: the name must be like 0001_noun.sql`);
    const bytes = readFileSync(new URL(name, folder));
    return { name, sha256: createHash('sha256').update(bytes).digest('hex'), sql: bytes.toString('utf8') };
  });
}

/** Brings the database to `migrations`. Throws, changing nothing, when it holds one that is changed or unknown here. */
export async function migrate(session: Session, migrations: readonly Migration[]): Promise<void> {
  while (pendingOf(migrations, await appliedTo(session)).length > 0) await applyNext(session, migrations);
}

async function applyNext(session: Session, migrations: readonly Migration[]): Promise<void> {
  await session.rows(`begin; set local lock_timeout = ${LOCK_WAIT_MS}; select pg_advisory_xact_lock(${LOCK})`);
  try {
    const [next] = pendingOf(migrations, await appliedTo(session));
    if (next) {
      await session.rows(
        'create table if not exists schema_migrations (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
      );
      await session.rows(next.sql);
      await session.rows(`insert into schema_migrations (name, sha256) values ('${next.name}', '${next.sha256}')`);
    }
    await session.rows('commit');
  } catch (error) {
    await session.rows('rollback');
    throw error;
  }
}

const ledger = z.array(z.object({ name: z.string(), sha256: z.string() }));
export type Applied = z.infer<typeof ledger>;

export async function appliedTo(session: Session): Promise<Applied> {
  const exists = await session.rows(`select from pg_tables where schemaname = current_schema() and tablename = 'schema_migrations'`);
  if (exists.length === 0) return [];
  return ledger.parse(await session.rows('select name, sha256 from schema_migrations order by name collate "C"'));
}

/** The migrations still to apply. Throws when what is applied is not a beginning of `migrations`. */
export function pendingOf(migrations: readonly Migration[], applied: Applied): Migration[] {
  for (const [i, { name, sha256 }] of applied.entries()) {
    const own = migrations.find((migration) => migration.name === name);
    if (!own) throw new Error(`the database has migration ${name}, which this build does not know: it was made by a newer one`);
    if (own.sha256 !== sha256) throw new Error(`migration ${name} was changed after it was applied to this database`);
    if (migrations[i] !== own) throw new Error(`migration ${migrations[i]?.name} must come before ${name}, which is applied already`);
  }
  return migrations.slice(applied.length);
}
