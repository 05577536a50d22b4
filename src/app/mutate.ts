/** The only way to write: scope, tenant transaction, verb, audit record, all in one transaction. */
import type { WrittenVersion } from '#core/audit.ts';
import { ID_RANDOM_BYTES, makeId, type IdPrefix } from '#core/id.ts';
import type { Scope } from '#core/scope.ts';
import { requireScope, type Actor } from './actor.ts';
import { claim, keep } from './idempotency.ts';
import type { WriteGrant, WriteTx } from './ports.ts';
import { onStore } from './store.ts';
import type { World } from './world.ts';

export type Verb = {
  scope: Scope;
  /** `noun.verb`, as it stands in the audit trail. */
  action: string;
};

/** `subject` is the id of what was acted on. */
export type Done<T> = { subject: string; result: T; /** Those that were written. */ policies?: readonly WrittenVersion[] };

/** A new id by the world's clock and chance. */
export const newId = (world: Pick<World, 'machine'>, prefix: IdPrefix): string =>
  makeId(prefix, world.machine.now(), world.machine.randomBytes(ID_RANDOM_BYTES));

export async function mutate<T>(world: World, actor: Actor, verb: Verb, work: (tx: WriteTx) => Promise<Done<T>>): Promise<T> {
  requireScope(actor, verb.scope);
  const grant = { tenant: actor.tenant } as WriteGrant;
  const { once } = actor;
  try {
    return await onStore(() =>
      world.database.write(grant, async (tx) => {
        if (once) await claim(tx, once, world.machine.now());
        const { subject, result, policies = [] } = await work(tx);
        const at = new Date(world.machine.now());
        const versions = policies.map(({ id, version, digest }) => ({ id, version, digest }));
        await tx.audit.append({
          id: newId(world, 'aud'),
          kind: 'admin',
          at,
          key_id: actor.key_id,
          action: verb.action,
          subject,
          ...(versions.length && { policies: versions }),
        });
        if (once) await keep(tx, once, result, at.getTime());
        return result;
      }),
    );
  } finally {
    // Also after a failure: a commit whose answer was lost has happened.
    world.changes.note(actor.tenant, world.machine.now());
  }
}
