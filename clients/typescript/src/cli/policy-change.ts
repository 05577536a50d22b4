/** `countersign policy plan|apply|pull`. */
import type { Countersign } from '../client.ts';
import { isProblem } from '../errors.ts';
import type { Invocation } from './command.ts';
import { connect } from './connection.ts';
import { textOf } from './differences.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { readPolicies, STORED, writePolicies } from './policy-files.ts';
import { planLines, planOf, type Plan, type Step } from './policy-plan.ts';
import { fitting } from './shape.ts';
import { count } from './terminal.ts';

const FOLDER = 'policies';

async function planned(call: Invocation): Promise<{ client: Countersign; plan: Plan }> {
  const client = connect(call);
  const plan = await planOf(client, readPolicies(call.operands[0] ?? FOLDER), call.flag('prune'));
  return { client, plan };
}

/** What programs are told: without the whole of the stored policies. */
const told = ({ changes, steps }: Plan): object => ({
  changes,
  policies: steps.map((step) => ({
    action: step.action,
    name: step.name,
    ...('file' in step && { file: step.file }),
    ...(step.action === 'update' && { differences: step.differences }),
  })),
});

export async function plan(call: Invocation): Promise<number> {
  const made = (await planned(call)).plan;
  call.terminal.data(told(made));
  for (const line of planLines(call.terminal, made)) call.terminal.say(line);
  return made.changes && call.flag('exit-code') ? EXIT.no : EXIT.ok;
}

/**
 * What the plan says, each policy on condition that it is still the version that was planned for. Everything was checked before
 * anything is written; what can still fail is that somebody else changes a policy meanwhile, and then the rest is left alone.
 */
export async function apply(call: Invocation): Promise<number> {
  const { client, plan: made } = await planned(call);
  for (const line of planLines(call.terminal, made)) call.terminal.say(line);
  const done: string[] = [];
  for (const step of made.steps) {
    await take(client, step).catch((error: unknown) => {
      const before = `${count(done.length)} of ${count(made.changes)} changes were made`;
      if (isProblem(error, 'PRECONDITION_FAILED'))
        throw new CommandError(
          `"${step.name}" was changed by somebody else since it was looked at; ${before}. Pull, and plan again`,
          EXIT.refused,
        );
      call.terminal.note(`${before} before this:`);
      throw error;
    });
    if (step.action !== 'unchanged' && step.action !== 'keep') done.push(step.name);
  }
  call.terminal.data({ ...told(made), applied: done });
  call.terminal.say(`${count(done.length)} changed`);
  return EXIT.ok;
}

async function take(client: Countersign, step: Step): Promise<void> {
  if (step.action === 'create') fitting(await client.createPolicy(step.policy), STORED);
  else if (step.action === 'update')
    fitting(await client.replacePolicy(step.stored.id, step.policy, { ifMatch: etag(step.stored.digest) }), STORED);
  else if (step.action === 'delete') await client.deletePolicy(step.stored.id, { ifMatch: etag(step.stored.digest) });
}

/** That of the very version that the plan was made from; one from a later answer could be of a later version. */
const etag = (digest: string): string => `"${digest}"`;

export async function pull(call: Invocation): Promise<number> {
  const folder = call.operands[0] ?? FOLDER;
  const policies = [];
  for await (const policy of connect(call).listPolicies({ limit: 100 })) policies.push(textOf(fitting(policy, STORED)));
  policies.sort((a, b) => (a.name < b.name ? -1 : 1));
  const changed = writePolicies(folder, policies);
  call.terminal.data({ folder, policies: policies.length, changed });
  for (const file of changed) call.terminal.say(file);
  call.terminal.say(`${count(policies.length)} policies, ${count(changed.length)} files written`);
  return EXIT.ok;
}
