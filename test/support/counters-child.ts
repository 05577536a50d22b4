/** Another process at the same counters: `url prefix key max calls kind`, of which kind is `calls` or `slots`; says how many of the calls fitted. */
import { connect } from '#adapters/redis/connection.ts';
import type { Addend } from '#core/policy/counters.ts';
import { redisCounters } from '#adapters/redis/counters.ts';

const [url = '', key_prefix = '', key = '', max = '', calls = '', kind = ''] = process.argv.slice(2);
const connection = await connect({ url, command_timeout_ms: 10_000 });
const counters = redisCounters(connection, { key_prefix, processes: () => 1 });
process.stdout.write('ready\n');
process.stdin.once('data', () => void count());

const addOf = (i: number): Addend => (kind === 'slots' ? { slots: [`call#${process.pid}.${i}`] } : 1);

async function count(): Promise<void> {
  const request = { key, window_ms: 3_600_000, max: Number(max), count: 'allowed' as const };
  const reserved = await Promise.all(
    Array.from({ length: Number(calls) }, (_, i) => counters.reserve([{ ...request, add: addOf(i) }], { is_taken: true }, 0)),
  );
  process.stdout.write(`${reserved.filter(({ taken }) => taken.length).length}\n`);
  await counters.close();
  process.stdin.unref();
}
