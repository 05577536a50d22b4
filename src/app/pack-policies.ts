/** The policies of packs among those of the tenant. */
import { sha256Hex } from '#core/hash.ts';
import { Problem } from '#core/problem.ts';
import type { Actor } from './actor.ts';
import { newId } from './mutate.ts';
import { POLICIES_MAX } from './policies.ts';
import type { PolicyRow, WriteTx } from './ports.ts';
import type { World } from './world.ts';

export type PolicyRows = ReadonlyMap<string, PolicyRow>;

/** How a policy of a pack comes into a tenant: it decides nothing. */
const WATCHING = { enabled: false } as const;
export const isInForce = ({ enabled }: PolicyRow): boolean => enabled;

/** Undeleted policies whose names begin so, by name; of several with one name the one in force, else the oldest. */
export async function policyNamed(tx: WriteTx, prefix: string): Promise<PolicyRows> {
  const found = new Map<string, PolicyRow>();
  let after: string | undefined;
  do {
    const page = await tx.policies.list({ limit: 100, ...(after !== undefined && { after }) });
    for (const row of page.rows) {
      const known = found.get(row.name);
      if (row.name.startsWith(prefix) && !(known && isInForce(known) && !isInForce(row))) found.set(row.name, row);
    }
    after = page.next ?? undefined;
  } while (after !== undefined);
  return found;
}

/** Under the lock of the tenant. */
export async function writePackPolicy(
  world: World,
  _actor: Actor,
  tx: WriteTx,
  old: PolicyRow | null,
  { name, document }: Pick<PolicyRow, 'name' | 'document'>,
): Promise<PolicyRow> {
  const at = new Date(world.machine.now());
  const version = (old?.version ?? 0) + 1;
  const text = { name, ...WATCHING, document };
  const digest = sha256Hex(JSON.stringify([version, name, text.enabled, document]));
  if (old) {
    const row: PolicyRow = { ...old, ...text, version, digest, updated_at: at };
    if (!(await tx.policies.replace(row, old.version))) throw new Problem('PRECONDITION_FAILED');
    return row;
  }
  if ((await tx.policies.count()) >= POLICIES_MAX)
    throw new Problem('POLICIES_MAX_REACHED', { detail: `A tenant may have ${POLICIES_MAX} policies.` });
  const row: PolicyRow = { ...text, id: newId(world, 'pol'), version, digest, created_at: at, updated_at: at };
  await tx.policies.insert(row);
  return row;
}
