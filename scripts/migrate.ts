/** `node scripts/migrate.ts`: applies the migrations to `DATABASE_URL` and ends; for deployments that migrate before they start. */
import { migratePostgres } from '#adapters/postgres/database.ts';

const url = process.env['MIGRATION_DATABASE_URL'] ?? process.env['DATABASE_URL'];
if (!url) {
  process.stderr.write('set DATABASE_URL (or MIGRATION_DATABASE_URL, as the owner of the tables)\n');
  process.exit(2);
}
try {
  await migratePostgres(url);
  process.stdout.write('migrations are applied\n');
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : 'could not migrate'}\n`);
  process.exit(1);
}
