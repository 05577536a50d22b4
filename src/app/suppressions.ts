import { positiveCases } from '#core/detect/cases.ts';
import { RULES } from '#core/detect/index.ts';
import { Problem } from '#core/problem.ts';
import { hiddenElsewhere } from '#core/suppression.ts';
import { requireScope, type Actor } from './actor.ts';
import { mutate, newId } from './mutate.ts';
import type { Page, PageRequest, SuppressionRow } from './ports.ts';
import { onStore } from './store.ts';
import type { World } from './world.ts';

/** In force at once, per tenant. */
export const SUPPRESSIONS_MAX = 200;
/** A false alarm is looked at again after so long at the latest. */
export const SUPPRESSION_DAYS_MAX = 90;
const DAY_MS = 86_400_000;

export type SuppressionWish = Omit<SuppressionRow, 'id' | 'created_at'>;

/** Refuses what would hide a test case of the rule in another place. */
export function createSuppression(world: World, actor: Actor, wish: SuppressionWish): Promise<SuppressionRow> {
  return mutate(world, actor, { scope: 'policies:write', action: 'suppressions.create' }, async (tx) => {
    const at = new Date(world.machine.now());
    await check(wish, at.getTime());
    // Of two that take the last place, the second counts after the first.
    await tx.tenant.getLocked();
    if ((await tx.suppressions.inForce(at)).length >= SUPPRESSIONS_MAX)
      throw new Problem('SUPPRESSIONS_MAX_REACHED', { detail: `A tenant may have ${SUPPRESSIONS_MAX} suppressions in force.` });
    const row: SuppressionRow = { ...wish, id: newId(world, 'sup'), created_at: at };
    await tx.suppressions.insert(row);
    return { subject: row.id, result: row };
  });
}

async function check(wish: SuppressionWish, now_ms: number): Promise<void> {
  const cases = await positiveCases(wish.rule);
  const errors = [
    ...(cases ? [] : [{ pointer: '/rule', detail: `No rule that can be suppressed${alike(wish.rule)}` }]),
    ...expiryFault(wish.expires_at.getTime() - now_ms),
  ];
  if (!cases || errors.length) throw new Problem('BODY_INVALID', { errors });
  const hidden = hiddenElsewhere(wish, cases);
  if (!hidden) return;
  const detail = `It would hide ${hidden.name} of the rule, which stands in ${hidden.where}.`;
  throw new Problem('SUPPRESSION_TOO_WIDE', {
    detail,
    errors: [{ pointer: wish.tool === null && wish.server === null ? '/tool' : '/path', detail }],
  });
}

function expiryFault(ahead_ms: number): { pointer: string; detail: string }[] {
  if (ahead_ms > 0 && ahead_ms <= SUPPRESSION_DAYS_MAX * DAY_MS) return [];
  return [{ pointer: '/expires_at', detail: `Must lie ahead, and no more than ${SUPPRESSION_DAYS_MAX} days` }];
}

/** Rules of the same family, at most three. */
function alike(rule: string): string {
  const family = rule.slice(0, rule.indexOf('.') + 1);
  const others = family === '' ? [] : [...RULES.keys()].filter((id) => id.startsWith(family)).slice(0, 3);
  return others.length ? `; there are ${others.join(', ')}` : '';
}

export function listSuppressions(world: World, actor: Actor, page: PageRequest): Promise<Page<SuppressionRow>> {
  requireScope(actor, 'policies:read');
  return onStore(() => world.database.read(actor.tenant, (tx) => tx.suppressions.list(page)));
}

export async function getSuppression(world: World, actor: Actor, id: string): Promise<SuppressionRow> {
  requireScope(actor, 'policies:read');
  const row = await onStore(() => world.database.read(actor.tenant, (tx) => tx.suppressions.get(id)));
  if (!row) throw new Problem('NOT_FOUND');
  return row;
}

export function deleteSuppression(world: World, actor: Actor, id: string): Promise<void> {
  return mutate(world, actor, { scope: 'policies:write', action: 'suppressions.delete' }, async (tx) => {
    if (!(await tx.suppressions.remove(id, new Date(world.machine.now())))) throw new Problem('NOT_FOUND');
    return { subject: id, result: undefined };
  });
}
