import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { MOMENT } from '../../support/rows.ts';
import { freshPostgres } from '../../support/stores.ts';

const SIGNUPS_MAX = 10_000;
const later = (ms: number): Date => new Date(MOMENT.getTime() + ms);

it(`holds ${SIGNUPS_MAX} sign-ups at most, and has room again when they have expired`, async () => {
  const { database, url, close } = await freshPostgres();
  const admin = new Client({ connectionString: url });
  await admin.connect();
  const hold = (now: Date): Promise<boolean> =>
    database.signups.hold({ mailbox: randomBytes(32), code: randomBytes(32), name: 'Acme', expires_at: later(900_000) }, now);
  try {
    await admin.query(
      `insert into pending_signups (mailbox, code, name, expires_at) select sha256(n::text::bytea), sha256('code'), 'Acme', $1 from generate_series(2, ${SIGNUPS_MAX}) n`,
      [later(60_000)],
    );
    expect([await hold(MOMENT), await hold(MOMENT)]).toEqual([true, false]);
    expect(await hold(later(60_000))).toBe(true);
  } finally {
    await admin.end();
    await close();
  }
});
