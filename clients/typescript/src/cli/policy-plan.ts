/** What would change in the service if it had the policies of a folder. */
import type { Countersign } from '../client.ts';
import type { Policy, PolicyText } from '../generated/types.ts';
import { differencesOf, filled, textOf, type Difference } from './differences.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { listSteps, type ListOnDisk, type ListStep } from './list-files.ts';
import { STORED, type PolicyOnDisk } from './policy-files.ts';
import { fitting, type Shape } from './shape.ts';
import { clean, type Terminal } from './terminal.ts';

const CHANGES_SHOWN = 20;
const WOULD: Shape = { policies: [{ name: 'text', action: 'text' }], 'lists?': [{ name: 'text', action: 'text' }] };

export type Step =
  | { action: 'create'; name: string; file: string; policy: PolicyText }
  | { action: 'update'; name: string; file: string; policy: PolicyText; stored: Policy; differences: Difference[] }
  | { action: 'unchanged'; name: string; file: string }
  | { action: 'delete' | 'keep'; name: string; stored: Policy };
export type Plan = { lists: ListStep[]; steps: Step[]; changes: number };

/**
 * The service says itself what would be done, and every fault, without doing it; what is not in the folder is kept unless `prune`.
 * @throws ProblemError with all faults of all policies
 */
export async function planOf(
  client: Countersign,
  files: readonly PolicyOnDisk[],
  on_disk: readonly ListOnDisk[],
  prune: boolean,
): Promise<Plan> {
  const stored = new Map<string, Policy>();
  for await (const policy of client.listPolicies({ limit: 100 })) stored.set(fitting(policy, STORED).name, policy);
  const answer = await client.importPolicies(
    { policies: files.map(({ policy }) => policy), ...(on_disk.length && { named_lists: on_disk.map(({ list }) => list) }) },
    { dry_run: 'true' },
  );
  const { policies: would, lists: would_lists = [] } = fitting(answer, WOULD);
  const lists = await listSteps(client, on_disk, would_lists);
  const actions = new Map(would.map(({ name, action }) => [name, action]));
  const named = new Set(files.map(({ policy }) => policy.name));
  const steps = [
    ...files.map((file) => stepOf(file, stored.get(file.policy.name), actions.get(file.policy.name))),
    ...[...stored.values()]
      .filter(({ name }) => !named.has(name))
      .map((one): Step => ({ action: prune ? 'delete' : 'keep', name: one.name, stored: one })),
  ];
  return { lists, steps, changes: [...lists, ...steps].filter(({ action }) => action !== 'unchanged' && action !== 'keep').length };
}

function stepOf({ file, policy }: PolicyOnDisk, stored: Policy | undefined, action: string | undefined): Step {
  const { name } = policy;
  if (action === 'unchanged') return { action, name, file };
  if (action === 'created' && !stored) return { action: 'create', name, file, policy };
  if (action === 'updated' && stored)
    return { action: 'update', name, file, policy, stored, differences: differencesOf(textOf(stored), filled(policy)) };
  throw new CommandError(
    `The service would do something else with "${name}" than its list says (${action}): somebody changes it right now`,
    EXIT.unavailable,
  );
}

const SIGNS = { create: '+', update: '~', delete: '-', unchanged: ' ', keep: ' ' } as const;
const STYLES = { create: 'green', update: 'yellow', delete: 'red', unchanged: 'dim', keep: 'dim' } as const;

export function planLines({ paint }: Terminal, { lists, steps, changes }: Plan): string[] {
  const of_lists = lists.map(({ action, file, list: { name, entries } }) =>
    paint(STYLES[action], `${SIGNS[action]} ${action.padEnd(9)} list ${clean(name)}, ${entries.length} entries  (${file})`),
  );
  const of_policies = steps.flatMap((step) => [
    paint(
      STYLES[step.action],
      `${SIGNS[step.action]} ${step.action.padEnd(9)} ${clean(step.name)}${'file' in step ? `  (${step.file})` : ''}`,
    ),
    ...(step.action === 'update' ? changeLines(step.differences) : []),
  ]);
  return [...of_lists, ...of_policies, `${changes} to change, ${lists.length + steps.length - changes} as they are`];
}

const changeLines = (differences: readonly Difference[]): string[] => [
  ...differences.slice(0, CHANGES_SHOWN).map(({ op, path, from, to }) => {
    const change = op === 'add' ? short(to) : op === 'remove' ? `${short(from)} goes` : `${short(from)} becomes ${short(to)}`;
    return `      ${clean(path)}: ${change}`;
  }),
  ...(differences.length > CHANGES_SHOWN ? [`      and ${differences.length - CHANGES_SHOWN} more`] : []),
];

const short = (value: unknown): string => {
  const text = clean(JSON.stringify(value));
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
};
