import type { AuditRecord } from '#core/audit.ts';
import { Problem } from '#core/problem.ts';
import { requireScope, type Actor } from './actor.ts';
import { readInput } from './decision-input.ts';
import { mutate } from './mutate.ts';
import type { AuditFilter, Page, PageRequest } from './ports.ts';
import { loadSettings } from './settings.ts';
import { onStore } from './store.ts';
import type { World } from './world.ts';

/** Users and sessions are given in clear and looked for by their HMAC: the trail does not know them otherwise. */
export type AuditQuestion = Omit<AuditFilter, 'user_hmac' | 'session_hmac'> & { user_id?: string; session_id?: string };

export async function listAudit(world: World, actor: Actor, question: AuditQuestion, page: PageRequest): Promise<Page<AuditRecord>> {
  requireScope(actor, 'audit:read');
  const { user_id, session_id, ...rest } = question;
  const { key } = await loadSettings(world, actor.tenant);
  const filter: AuditFilter = {
    ...rest,
    ...(user_id !== undefined && { user_hmac: key.hmac('user', user_id) }),
    ...(session_id !== undefined && { session_hmac: key.hmac('session', session_id) }),
  };
  return onStore(() => world.database.read(actor.tenant, (tx) => tx.audit.list(filter, page)));
}

/** A record, and the input of its decision while that is kept. */
export async function getAudit(world: World, actor: Actor, id: string): Promise<{ record: AuditRecord; input: unknown }> {
  requireScope(actor, 'audit:read');
  const { key } = await loadSettings(world, actor.tenant);
  const found = await onStore(() => world.database.read(actor.tenant, (tx) => tx.audit.get(id)));
  if (!found) throw new Problem('NOT_FOUND');
  const { record, input } = found;
  if (!input || input.expires_at.getTime() <= world.machine.now()) return { record, input: null };
  const { input: kept, policy_facts } = readInput(key.unseal(id, input));
  return { record, input: policy_facts ? { ...kept, policy_facts } : kept };
}

/** Destroys the input of a decision and its key: nobody can read it again. The record stays, with the fact that it was erased beside it. */
export function eraseInput(world: World, actor: Actor, id: string): Promise<void> {
  return mutate(world, actor, { scope: 'tenant:write', action: 'input.erase' }, async (tx) => {
    if (!(await tx.audit.eraseInput(id))) throw new Problem('NOT_FOUND');
    return { subject: id, result: undefined };
  });
}
