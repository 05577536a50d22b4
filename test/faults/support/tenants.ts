/** Tenants made by the verbs of the application, many at once, in the store that the variables name. */
import { openTelemetry } from '#adapters/telemetry.ts';
import { foundTenant } from '#app/signup.ts';
import { readConfig } from '#config';
import { uuidToTenantId } from '#core/id.ts';
import type { PlanName } from '#core/quota.ts';
import { closeWorld, openWorld } from '../../../src/main.ts';

const AT_ONCE = 16;

export type Tenancy = { id: string; key: string };

export async function makeTenants(variables: Record<string, string>, count: number, plan: PlanName): Promise<Tenancy[]> {
  const world = await openWorld(readConfig(variables), openTelemetry({ level: 'silent' }));
  const made: Tenancy[] = [];
  const make = async (): Promise<void> => {
    while (made.length < count) {
      const slot = made.push({ id: '', key: '' }) - 1;
      const { tenant, api_key } = await foundTenant(world, { name: `tenant ${slot}`, email: null, plan, posture: 'starter' });
      made[slot] = { id: uuidToTenantId(tenant.id), key: api_key.key };
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, make));
  } finally {
    await closeWorld(world);
  }
  return made;
}
