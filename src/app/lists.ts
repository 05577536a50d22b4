import { sha256Hex } from '#core/hash.ts';
import { CHARS_MAX, ENTRIES_MAX, entryOf, LISTS_MAX, listsNamed, type NamedList } from '#core/policy/lists.ts';
import { Problem, type Fault } from '#core/problem.ts';
import { requireScope, type Actor } from './actor.ts';
import { readInForce } from './in-force.ts';
import { mutate, newId } from './mutate.ts';
import type { Precondition } from './policies.ts';
import type { ListHead, ListRow } from './list-ports.ts';
import type { Page, PageRequest, WriteTx } from './ports.ts';
import { onStore } from './store.ts';
import type { World } from './world.ts';

type Kind = NamedList['kind'];
export type ListText = { kind: Kind; entries: readonly string[] };
export type ListChange = { add: readonly string[]; remove: readonly string[] };
/** Faults that are told of one body. */
const FAULTS_MAX = 100;

export function listLists(world: World, actor: Actor, page: PageRequest): Promise<Page<ListHead>> {
  requireScope(actor, 'policies:read');
  return onStore(() => world.database.read(actor.tenant, (tx) => tx.lists.list(page)));
}

export async function getList(world: World, actor: Actor, name: string): Promise<ListRow> {
  requireScope(actor, 'policies:read');
  const row = await onStore(() => world.database.read(actor.tenant, (tx) => tx.lists.get(name)));
  if (!row) throw new Problem('NOT_FOUND');
  return row;
}

/** Makes the list, or replaces the one that the caller knows. @param known null: he says nothing of one that there may be */
export function putList(
  world: World,
  actor: Actor,
  name: string,
  { kind, entries }: ListText,
  known: Precondition | undefined,
): Promise<{ row: ListRow; is_new: boolean }> {
  return mutate(world, actor, { scope: 'policies:write', action: 'lists.put' }, async (tx) => {
    const whole = canonical(kind, entries, '/entries');
    // Of two that take the last place, the second counts after the first.
    await tx.tenant.getLocked();
    const old = await tx.lists.get(name);
    if (!old && known) throw new Problem('NOT_FOUND');
    if (old && !known) throw new Problem('PRECONDITION_REQUIRED');
    if (old && known) demand(old, known);
    const row = await writeList(world, tx, old, { name, kind, entries: whole });
    return { subject: name, result: { row, is_new: !old } };
  });
}

/** @param entries canonical. Throws `LIST_IN_USE`, `LISTS_MAX_REACHED`, `LISTS_FULL`, `PRECONDITION_FAILED` */
export async function writeList(world: World, tx: WriteTx, old: ListRow | null, { name, kind, entries }: NamedList): Promise<ListRow> {
  if (old && old.kind !== kind) await refuseInUse(tx, name, 'of another kind');
  const at = new Date(world.machine.now());
  const row = rowOf({ id: old?.id ?? newId(world, 'lst'), name, kind, created_at: old?.created_at ?? at, updated_at: at }, entries);
  await requireRoom(tx, row, old);
  if (!old) await tx.lists.insert(row);
  else if (!(await tx.lists.replace(row, old.digest))) throw new Problem('PRECONDITION_FAILED');
  return row;
}

/** Entries that are added and removed at once are removed. */
export function changeList(
  world: World,
  actor: Actor,
  name: string,
  { add, remove }: ListChange,
  known: Precondition | undefined,
): Promise<ListRow> {
  return mutate(world, actor, { scope: 'policies:write', action: 'lists.change' }, async (tx) => {
    await tx.tenant.getLocked();
    const old = await knownList(tx, name, known);
    const gone = new Set(canonical(old.kind, remove, '/remove'));
    const whole = new Set([...old.entries, ...canonical(old.kind, add, '/add')]);
    const row = rowOf({ ...old, updated_at: new Date(world.machine.now()) }, [...whole].filter((entry) => !gone.has(entry)).sort());
    await requireRoom(tx, row, old);
    if (!(await tx.lists.replace(row, old.digest))) throw new Problem('PRECONDITION_FAILED');
    return { subject: name, result: row };
  });
}

export function deleteList(world: World, actor: Actor, name: string, known: Precondition): Promise<void> {
  return mutate(world, actor, { scope: 'policies:write', action: 'lists.delete' }, async (tx) => {
    await tx.tenant.getLocked();
    const old = await knownList(tx, name, known);
    await refuseInUse(tx, name, 'deleted');
    if (!(await tx.lists.remove(name, old.digest))) throw new Problem('PRECONDITION_FAILED');
    return { subject: name, result: undefined };
  });
}

async function knownList(tx: WriteTx, name: string, known: Precondition | undefined): Promise<ListRow> {
  const row = await tx.lists.get(name);
  if (!row) throw new Problem('NOT_FOUND');
  if (known) demand(row, known);
  return row;
}

function demand({ digest }: ListRow, known: Precondition): void {
  if (!known(digest)) throw new Problem('PRECONDITION_FAILED');
}

/** In order and each once, with a fault for every entry that is none. */
export function readEntries(kind: Kind, entries: readonly string[], pointer: string): { entries: string[]; faults: Fault[] } {
  const read = entries.map((entry) => entryOf(kind, entry));
  const faults = read.flatMap((entry, i) =>
    entry === null ? [{ pointer: `${pointer}/${i}`, detail: 'Must be an address or a CIDR block without bits behind its prefix' }] : [],
  );
  return { entries: [...new Set(read.filter((entry) => entry !== null))].sort(), faults };
}

/** Throws `BODY_INVALID` with every entry that is none. */
function canonical(kind: Kind, entries: readonly string[], pointer: string): string[] {
  const { entries: whole, faults: errors } = readEntries(kind, entries, pointer);
  if (errors.length) throw new Problem('BODY_INVALID', { errors: errors.slice(0, FAULTS_MAX) });
  return whole;
}

/** SHA-256 over kind and entries, in hex. @param entries canonical */
export const digestOf = ({ kind, entries }: ListText): string => sha256Hex(JSON.stringify([kind, entries]));

type Stable = Pick<ListRow, 'id' | 'name' | 'kind' | 'created_at' | 'updated_at'>;
const rowOf = ({ id, name, kind, created_at, updated_at }: Stable, entries: readonly string[]): ListRow => ({
  id,
  name,
  kind,
  entries,
  entry_count: entries.length,
  entry_chars: entries.reduce((sum, { length }) => sum + length, 0),
  digest: digestOf({ kind, entries }),
  created_at,
  updated_at,
});

async function requireRoom(tx: WriteTx, row: ListRow, old: ListRow | null): Promise<void> {
  const { lists, entries, chars } = await tx.lists.size();
  if (!old && lists >= LISTS_MAX) throw new Problem('LISTS_MAX_REACHED', { detail: `A tenant may have ${LISTS_MAX} lists.` });
  const more = { entries: row.entry_count - (old?.entry_count ?? 0), chars: row.entry_chars - (old?.entry_chars ?? 0) };
  const is_full = (more.entries > 0 && entries + more.entries > ENTRIES_MAX) || (more.chars > 0 && chars + more.chars > CHARS_MAX);
  if (is_full)
    throw new Problem('LISTS_FULL', {
      detail: `The lists of a tenant may have ${ENTRIES_MAX} entries of ${CHARS_MAX} characters, all together.`,
    });
}

/** A policy that is in force must not lose what it holds something against. */
async function refuseInUse(tx: WriteTx, name: string, become: string): Promise<void> {
  const { policies, shadow } = await readInForce(tx, undefined);
  const enabled = new Map([...policies, ...(shadow?.sets ?? []).flatMap((set) => set.policies)].map((policy) => [policy.id, policy]));
  const users = [...enabled.values()].filter(({ needs }) => listsNamed(needs).includes(name));
  if (!users.length) return;
  const named = users.map(({ id }) => id).join(', ');
  throw new Problem('LIST_IN_USE', { detail: `The list cannot be ${become} while enabled policies name it: ${named}.` });
}
