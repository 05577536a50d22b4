/** `countersign policy replay`: what the files would have decided over recorded traffic. */
import type { Countersign } from '../client.ts';
import type { Invocation } from './command.ts';
import { connect } from './connection.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { readPolicies, STORED } from './policy-files.ts';
import { fitting, type Shape } from './shape.ts';
import { count, table } from './terminal.ts';

const ASK_EVERY_MS = 1_000;
const OUTCOMES: Shape = { newly_denied: 'number', newly_allowed: 'number', newly_challenged: 'number', unknown: 'number' };
const JOB: Shape = {
  id: 'id',
  state: 'text',
  'error?': 'text',
  'progress?': { 'examined?': 'number' },
  'result?': { examined: 'number', outcomes: OUTCOMES },
};

type Wish = Parameters<Countersign['replayPolicies']>[0];
type Done = Awaited<ReturnType<Countersign['getJob']>>;

/** Files take the place of the stored policies of their names; those that are off are left out. */
export async function replay(call: Invocation): Promise<number> {
  const client = connect(call);
  const ids = new Map<string, string>();
  for await (const policy of client.listPolicies({ limit: 100 })) ids.set(fitting(policy, STORED).name, policy.id);
  const policies = readPolicies(call.operands[0] ?? 'policies')
    .filter(({ policy: { mode, enabled } }) => mode !== 'off' && enabled !== false)
    .map(({ policy: { name, document } }) => ({ document, ...(ids.has(name) && { id: ids.get(name)! }) }));
  if (!policies.length) throw new CommandError('All policies of the folder are off');
  const [from, to, max] = [call.text('from'), call.text('to'), call.whole('max', 1, 1_000_000)];
  const wish = {
    set: 'current',
    policies,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(max !== undefined && { max }),
  };
  const job = await finished(call, client, fitting(await client.replayPolicies(wish as Wish), JOB).id);
  const { result } = job;
  if (job.state !== 'done' || !result)
    throw new CommandError(`The replay (${job.id}) is ${job.state}: ${job.error ?? 'no reason is given'}`, EXIT.unavailable);
  call.terminal.data(result);
  const { outcomes, examined, is_cut_short } = result;
  for (const line of table(
    Object.entries(outcomes)
      .filter(([, n]) => typeof n === 'number')
      .map(([name, n]): [string, number] => [name.replaceAll('_', ' '), n]),
  ))
    call.terminal.say(line);
  call.terminal.say(`${count(examined)} records examined${is_cut_short ? ', and there are more' : ''}`);
  const changed = outcomes.newly_denied + outcomes.newly_allowed + outcomes.newly_challenged;
  return call.flag('exit-code') && (changed > 0 || outcomes.unknown > 0) ? EXIT.no : EXIT.ok;
}

/** A replay takes as long as it takes; who stops waiting stops it. */
async function finished(call: Invocation, client: Countersign, id: string): Promise<Done> {
  const progress = call.terminal.progress(undefined);
  const stop = async (): Promise<never> => {
    progress.end();
    await client.cancelJob(id).catch(() => call.terminal.note(`The replay goes on: ${id}`));
    process.exit(EXIT.interrupted);
  };
  process.once('SIGINT', () => void stop());
  try {
    for (;;) {
      const job = fitting(await client.getJob(id), JOB);
      if (job.state !== 'queued' && job.state !== 'running') return job;
      progress.at(job.progress?.examined ?? 0, job.state);
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    }
  } finally {
    progress.end();
  }
}
