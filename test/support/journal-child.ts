/** A process that journals verdicts, saying the id of each on a line once it is kept. */
import { openJournal } from '#adapters/journal.ts';
import type { TenantId } from '#core/tenant.ts';
import { entriesOf, MONTH, sealedInput } from './rows.ts';

const [folder = '', tenant = ''] = process.argv.slice(2);
const journal = openJournal({ folder, bytes_max: 1_000_000_000 });
const caller = async (): Promise<void> => {
  for (;;) {
    const entries = entriesOf(1).map((entry) => ({ ...entry, input: sealedInput() }));
    await journal.append({ tenant: tenant as TenantId, month: MONTH, entries });
    for (const { record } of entries) process.stdout.write(`${record.id}\n`);
  }
};
await Promise.all(Array.from({ length: 4 }, caller));
