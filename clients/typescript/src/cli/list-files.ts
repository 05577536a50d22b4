/** Named lists beside policies: `lists/<name>.json` in their folder, each as an import takes it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Countersign } from '../client.ts';
import type { ImportedList, PolicyFileList } from '../generated/types.ts';
import { differencesOf } from './differences.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { filesOf, makeFolder, objectIn, writeJson } from './policy-files.ts';
import { clean } from './terminal.ts';

const FOLDER = 'lists';
/** What a list may be called; also a file. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;
const KINDS: readonly string[] = ['networks', 'texts'];

export type ListOnDisk = { file: string; list: PolicyFileList };
export type ListStep = ListOnDisk & { action: 'create' | 'update' | 'unchanged'; /** Of the list that is replaced. */ digest?: string };

/** Of a folder of policies; none where it has no such folder, or is a file. @throws CommandError */
export function readLists(folder: string): ListOnDisk[] {
  const path = join(folder, FOLDER);
  const files = existsSync(path) ? filesOf(path) : [];
  const faults: { pointer: string; detail: string }[] = [];
  const found = new Map<string, ListOnDisk>();
  for (const file of files) {
    const list = readOne(file);
    const other = typeof list === 'string' ? undefined : found.get(list.name);
    if (typeof list === 'string') faults.push({ pointer: file, detail: list });
    else if (other) faults.push({ pointer: file, detail: `has the name of ${other.file}: ${list.name}` });
    else found.set(list.name, { file, list });
  }
  if (faults.length) throw new CommandError('There are files that are no lists', EXIT.input, faults);
  return [...found.values()];
}

/** The list, or what is wrong with the file. What its entries are is for the service to say. */
function readOne(file: string): PolicyFileList | string {
  const value = objectIn(file);
  if (typeof value === 'string') return value;
  const { name, kind, entries } = value;
  if (typeof name !== 'string' || !NAME.test(name)) return 'has no name that a list may have';
  if (!KINDS.includes(kind as string)) return `/kind must be one of ${KINDS.join(', ')}`;
  if (!Array.isArray(entries) || !entries.every((entry) => typeof entry === 'string')) return '/entries must be texts';
  return { name, kind: kind as PolicyFileList['kind'], entries };
}

/** Each into the file of its name; what says the same stays as it is written. Returns the files that changed. @throws CommandError */
export function writeLists(folder: string, lists: readonly PolicyFileList[]): string[] {
  if (!lists.length) return [];
  const path = join(folder, FOLDER);
  makeFolder(path);
  const here = new Map(readLists(folder).map((one) => [one.list.name, one]));
  const changed: string[] = [];
  for (const list of lists) {
    if (!NAME.test(list.name)) throw new CommandError(`The service has a list of no good name: "${clean(list.name)}"`, EXIT.unavailable);
    const old = here.get(list.name);
    if (old && !differencesOf(old.list, list).length) continue;
    const file = old?.file ?? join(path, `${list.name}.json`);
    writeJson(file, list);
    changed.push(file);
  }
  return changed;
}

const ACTIONS = { created: 'create', updated: 'update', unchanged: 'unchanged' } as const;

/** @param would what the service would do with each, in order */
export async function listSteps(client: Countersign, files: readonly ListOnDisk[], would: readonly ImportedList[]): Promise<ListStep[]> {
  if (!files.length) return [];
  const digests = new Map<string, string>();
  for await (const { name, digest } of client.listLists({ limit: 100 })) digests.set(name, digest);
  return files.map(({ file, list }, i) => {
    const told = would[i];
    const digest = digests.get(list.name);
    if (told?.name !== list.name || (told.action === 'created') !== (digest === undefined))
      throw new CommandError(`The service does not say what becomes of the list "${clean(list.name)}"`, EXIT.unavailable);
    return { file, list, action: ACTIONS[told.action], ...(digest !== undefined && { digest }) };
  });
}

/** On condition that nobody has changed it since. */
export async function takeList(client: Countersign, { action, list: { name, kind, entries }, digest }: ListStep): Promise<void> {
  if (action === 'unchanged') return;
  await client.putList(name, { kind, entries }, digest === undefined ? {} : { ifMatch: `"${digest}"` });
}
