/** Named lists in files of policies: those that the policies hold something against. */
import { LISTS_MAX, type NamedList } from '#core/policy/lists.ts';
import { Problem, type Fault } from '#core/problem.ts';
import { newId } from './mutate.ts';
import type { Actor } from './actor.ts';
import type { ListRow } from './list-ports.ts';
import { digestOf, readEntries, writeList } from './lists.ts';
import type { ReadTx, WriteTx } from './ports.ts';
import { makeTurns } from './turns.ts';
import type { World } from './world.ts';

/** UTF-8 bytes, as JSON, of one list in a file, and of all lists in it. */
export const FILE_LIST_BYTES_MAX = 524_288;
export const FILE_LISTS_BYTES_MAX = 4_194_304;
const FAULTS_MAX = 100;

/** Names of lists in a file. */
export const FILE_NAMES_MAX = 1_000;

/** `absent`: there is no such list. */
export type LeftOut = { name: string; reason: 'list_too_large' | 'file_full' | 'absent'; entry_count: number };
/** `lists`: names, of which each is among `named_lists` or `lists_left_out`. */
export type ListsInFile = { lists: string[]; named_lists: NamedList[]; lists_left_out: LeftOut[] };

/** @param names in the order in which they are to stand, each once; of those that there are not as many are told as there is room for */
export async function listsForFile(tx: Pick<ReadTx, 'lists'>, names: readonly string[]): Promise<ListsInFile> {
  const heads = new Map((await tx.lists.list({ limit: LISTS_MAX })).rows.map((head) => [head.name, head]));
  const file: ListsInFile = { lists: [], named_lists: [], lists_left_out: [] };
  let left_bytes = FILE_LISTS_BYTES_MAX;
  let left_names = FILE_NAMES_MAX - names.filter((name) => heads.has(name)).length;
  for (const name of names) {
    const head = heads.get(name);
    if (!head && left_names-- <= 0) continue;
    file.lists.push(name);
    // What has more characters than that has more bytes.
    const row = head && head.entry_chars <= FILE_LIST_BYTES_MAX ? await tx.lists.get(name) : null;
    const list = row && { name, kind: row.kind, entries: row.entries };
    const bytes = list ? Buffer.byteLength(JSON.stringify(list)) : Infinity;
    if (list && bytes <= Math.min(left_bytes, FILE_LIST_BYTES_MAX)) {
      left_bytes -= bytes;
      file.named_lists.push(list);
    } else {
      const reason = !head ? 'absent' : bytes > FILE_LIST_BYTES_MAX ? 'list_too_large' : 'file_full';
      file.lists_left_out.push({ name, reason, entry_count: head?.entry_count ?? 0 });
    }
  }
  return file;
}

export type ListDeed = { name: string; action: 'created' | 'updated' | 'unchanged'; entry_count: number };
/** `list` is canonical. */
export type ListPlan = { list: NamedList; old: ListRow | null; deed: ListDeed };

/** Throws `BODY_INVALID` with all faults at once; pointers go into the body. */
export async function planLists(tx: Pick<ReadTx, 'lists'>, lists: readonly NamedList[]): Promise<ListPlan[]> {
  const faults: Fault[] = [];
  const seen = new Set<string>();
  const plans: ListPlan[] = [];
  const turn = makeTurns();
  for (const [i, { name, kind, entries: given }] of lists.entries()) {
    await turn();
    if (seen.has(name)) faults.push({ pointer: `/named_lists/${i}/name`, detail: 'Another list of this import has this name' });
    seen.add(name);
    const read = readEntries(kind, given, `/named_lists/${i}/entries`);
    faults.push(...read.faults);
    const list = { name, kind, entries: read.entries };
    const old = await tx.lists.get(name);
    const action = !old ? 'created' : old.digest === digestOf(list) ? 'unchanged' : 'updated';
    plans.push({ list, old, deed: { name, action, entry_count: list.entries.length } });
  }
  if (faults.length) throw new Problem('BODY_INVALID', { errors: faults.slice(0, FAULTS_MAX) });
  return plans;
}

/** What is planned, if it is what was told of before; each list that is written has its record in the trail, as if it had been put. */
export async function takeLists(world: World, actor: Actor, tx: WriteTx, told: readonly ListPlan[]): Promise<void> {
  const now = await planLists(
    tx,
    told.map(({ list }) => list),
  );
  for (const [i, { list, old, deed }] of now.entries()) {
    if (old?.digest !== told[i]!.old?.digest) throw new Problem('PRECONDITION_FAILED');
    if (deed.action === 'unchanged') continue;
    await writeList(world, tx, old, list);
    const at = new Date(world.machine.now());
    await tx.audit.append({ id: newId(world, 'aud'), kind: 'admin', at, key_id: actor.key_id, action: 'lists.put', subject: list.name });
  }
}
