/** Rate limits of a call: per key and per tenant, by the plan. */
import { sha256Hex } from '#core/hash.ts';
import type { Plan, RateAnswer, RatePolicy } from '#core/quota.ts';
import type { Actor } from './actor.ts';
import type { RateRequest } from './ports.ts';
import type { World } from './world.ts';

export type LimitName = 'key' | 'tenant' | 'signup';
export type Standing = { name: LimitName; policy: RatePolicy; answer: RateAnswer };
/** `degraded`: the shared limiter did not answer and this process alone has counted. */
export type Limits = { standings: readonly Standing[]; degraded: boolean };

const HOUR_MS = 3_600_000;

/**
 * `cost` units. What is charged at once leaves room in the burst for the unit that the call itself cost: else a legal batch could never
 * pass on a small plan.
 */
export function takeLimits(world: World, actor: Actor, plan: Plan, cost: number): Promise<Limits> {
  if (!plan.rate) return Promise.resolve({ standings: [], degraded: false });
  const policy = { interval_ms: 1_000 / plan.rate.per_second, burst: plan.rate.burst };
  const tag = `{tenant:${actor.tenant}}`;
  const units = Math.min(cost, plan.rate.burst - 1);
  return take(world, [
    { name: 'key', request: { key: `${tag}:key:${actor.key_id}`, policy, cost: units } },
    { name: 'tenant', request: { key: `${tag}:calls`, policy, cost: units } },
  ]);
}

/** Sign-ups, per client address; the address is kept as a digest. */
export function takeSignupLimit(world: World, address: string, per_hour: number): Promise<Limits> {
  const policy = { interval_ms: HOUR_MS / per_hour, burst: per_hour };
  return take(world, [{ name: 'signup', request: { key: `{signup:${sha256Hex(address).slice(0, 32)}}`, policy, cost: 1 } }]);
}

async function take(world: World, wanted: readonly { name: LimitName; request: RateRequest }[]): Promise<Limits> {
  const requests = wanted.map((w) => w.request);
  const now = world.machine.now();
  let degraded = false;
  const answers = await world.limiter.take(requests, now).catch((error: unknown) => {
    degraded = true;
    if (!world.lost.limiter) world.telemetry.warn('the shared limiter does not answer; this process counts alone', {}, error);
    world.lost.limiter = true;
    return world.limiter_fallback.take(requests, now);
  });
  if (!degraded && world.lost.limiter) {
    world.lost.limiter = false;
    world.telemetry.info('the shared limiter answers again');
  }
  const standings = wanted.flatMap(({ name, request }, i) => {
    const answer = answers[i];
    return answer ? [{ name, policy: request.policy, answer }] : [];
  });
  return { standings, degraded };
}
