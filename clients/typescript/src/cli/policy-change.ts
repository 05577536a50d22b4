/** `countersign policy plan|apply|pull`. */
import type { Countersign } from '../client.ts';
import { isProblem } from '../errors.ts';
import type { PolicyText } from '../generated/types.ts';
import type { Invocation } from './command.ts';
import { connect } from './connection.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { readLists, takeList, writeLists } from './list-files.ts';
import { readPolicies, STORED, writePolicies } from './policy-files.ts';
import { planLines, planOf, type Plan, type Step } from './policy-plan.ts';
import { fitting, type Shape } from './shape.ts';
import { clean, count } from './terminal.ts';

const FOLDER = 'policies';

async function planned(call: Invocation): Promise<{ client: Countersign; plan: Plan }> {
  const client = connect(call);
  const folder = call.operands[0] ?? FOLDER;
  const plan = await planOf(client, readPolicies(folder), readLists(folder), call.flag('prune'));
  return { client, plan };
}

/** What programs are told: without the whole of the stored policies. */
const told = ({ changes, lists, steps }: Plan): object => ({
  changes,
  lists: lists.map(({ action, file, list: { name, entries } }) => ({ action, name, file, entries: entries.length })),
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
  // Lists first: policies that name them find them as they are to be.
  const steps = [
    ...made.lists.map((step) => ({ name: step.list.name, action: step.action, take: () => takeList(client, step) })),
    ...made.steps.map((step) => ({ name: step.name, action: step.action, take: () => take(client, step) })),
  ];
  for (const { name, action, take: takeIt } of steps) {
    await takeIt().catch((error: unknown) => {
      const before = `${count(done.length)} of ${count(made.changes)} changes were made`;
      if (isProblem(error, 'PRECONDITION_FAILED') || isProblem(error, 'PRECONDITION_REQUIRED'))
        throw new CommandError(
          `"${name}" was changed by somebody else since it was looked at; ${before}. Pull, and plan again`,
          EXIT.refused,
        );
      call.terminal.note(`${before} before this:`);
      throw error;
    });
    if (action !== 'unchanged' && action !== 'keep') done.push(name);
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

/** Of the whole in one answer. */
const EXPORT_BYTES_MAX = 33_554_432;

const EXPORTED: Shape = {
  policies: [{ name: 'text', document: {} }],
  'named_lists?': [{ name: 'text', kind: 'text', entries: ['text'] }],
  'lists_left_out?': [{ name: 'text', reason: 'text' }],
};

export async function pull(call: Invocation): Promise<number> {
  const folder = call.operands[0] ?? FOLDER;
  const client = connect(call, { responseBytesMax: EXPORT_BYTES_MAX });
  const { policies, named_lists: lists = [], lists_left_out: left_out = [] } = fitting(await client.exportPolicies(), EXPORTED);
  const changed = [...writePolicies(folder, policies as PolicyText[]), ...writeLists(folder, lists)];
  call.terminal.data({ folder, policies: policies.length, lists: lists.length, left_out, changed });
  for (const file of changed) call.terminal.say(file);
  for (const { name, reason } of left_out) call.terminal.say(`the list ${clean(name)} is not in it: ${reason.replaceAll('_', ' ')}`);
  call.terminal.say(`${count(policies.length)} policies, ${count(lists.length)} lists, ${count(changed.length)} files written`);
  return EXIT.ok;
}
