/** A process that opens the store in a folder and records verdicts, saying each on a line once it is answered. */
import { openPglite } from '#adapters/pglite.ts';
import { entriesOf, grantOf, MONTH, tenantRow, recordFor } from './rows.ts';

const [data_dir = '', verdicts = '0'] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  const database = await openPglite({ data_dir });
  const tenant = tenantRow();
  await database.write(grantOf(tenant.id), (tx) => tx.tenant.insert(tenant));
  say(`tenant ${tenant.id}`);
  for (let i = 0; i < Number(verdicts); i++) {
    const [entry] = entriesOf(1);
    if (entry) await recordFor(database, tenant.id, [entry], MONTH, null);
    say(`verdict ${entry?.record.id}`);
  }
  say('idle');
  process.stdin.resume();
  process.stdin.on('end', () => void database.close().then(() => say('closed')));
} catch (error) {
  say(`refused ${String(error)}`);
}
