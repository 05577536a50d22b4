/** Rate limits of a call: per key and per tenant, by the plan. */
import { sha256Hex } from '#core/hash.ts';
import { shareOf, type Plan, type RateAnswer, type RatePolicy, type RateRequest } from '#core/quota.ts';
import type { Actor } from './actor.ts';
import type { Limiter } from './ports.ts';
import type { World } from './world.ts';

export type LimitName = 'key' | 'tenant' | 'signup' | 'principal' | 'tool';
export type Standing = { name: LimitName; policy: RatePolicy; answer: RateAnswer };
export type Limits = {
  standings: readonly Standing[];
  /** The shared limiter did not answer and this process alone has counted. */
  degraded: boolean;
  /** What was asked for, and of whom: for `refundLimits`. */
  asked: { limiter: Limiter; requests: readonly RateRequest[] } | null;
};

export type Wanted = { name: LimitName; request: RateRequest };

const HOUR_MS = 3_600_000;
const UNLIMITED: Limits = { standings: [], degraded: false, asked: null };

/**
 * `cost` units. What is charged at once leaves room in the burst for the unit that the call itself cost: else a legal batch could never
 * pass on a small plan.
 */
export function takeLimits(world: World, actor: Actor, { rate }: Plan, cost: number): Promise<Limits> {
  if (!rate) return Promise.resolve(UNLIMITED);
  const tag = `{tenant:${actor.tenant}}`;
  const units = unitsOf(rate, cost);
  return take(world, [
    { name: 'key', request: { key: `${tag}:key:${actor.key_id}`, policy: rate, cost: units } },
    { name: 'tenant', request: { key: `${tag}:calls`, policy: rate, cost: units } },
  ]);
}

/** Sign-ups, per client address; the address is kept as a digest. */
export function takeSignupLimit(world: World, address: string, per_hour: number): Promise<Limits> {
  const policy = { interval_ms: HOUR_MS / per_hour, burst: per_hour };
  return take(world, [{ name: 'signup', request: { key: `{signup:${sha256Hex(address).slice(0, 32)}}`, policy, cost: 1 } }]);
}

/**
 * All or nothing. While the shared limiter does not answer, each process counts for itself and lets its share pass: together no more
 * than the limit.
 */
export async function take(world: World, wanted: readonly Wanted[]): Promise<Limits> {
  const now = world.machine.now();
  const { limiter, limiter_fallback } = world;
  try {
    const own = limiter.kind === 'memory' ? shared(wanted, limiter.processes()) : wanted;
    const limits = await askOf(limiter, own, now, false);
    if (world.lost.limiter) {
      world.lost.limiter = false;
      world.telemetry.info('the shared limiter answers again');
    }
    return limits;
  } catch (error) {
    if (!world.lost.limiter) world.telemetry.warn('the shared limiter does not answer; this process counts alone', {}, error);
    world.lost.limiter = true;
    return askOf(limiter_fallback, shared(wanted, limiter.processes()), now, true);
  }
}

async function askOf(limiter: Limiter, wanted: readonly Wanted[], now_ms: number, degraded: boolean): Promise<Limits> {
  const requests = wanted.map((w) => w.request);
  const answers = await limiter.take(requests, now_ms);
  const standings = wanted.flatMap(({ name, request: { policy } }, i) => {
    const answer = answers[i];
    return answer ? [{ name, policy, answer }] : [];
  });
  return { standings, degraded, asked: { limiter, requests } };
}

function shared(wanted: readonly Wanted[], processes: number): readonly Wanted[] {
  if (processes <= 1) return wanted;
  return wanted.map(({ name, request: { key, policy, cost } }) => {
    const share = shareOf(policy, processes);
    // What fits into the whole burst fits into the share of it.
    return { name, request: { key, policy: share, cost: cost <= policy.burst ? Math.min(cost, unitsOf(share, cost)) : cost } };
  });
}

const unitsOf = ({ burst }: RatePolicy, cost: number): number => Math.min(cost, Math.max(1, burst - 1));

export const isAllowed = ({ standings }: Limits): boolean => standings.every(({ answer }) => answer.allowed);

/** Gives back up to `cost` units of what was taken; nothing when it was refused. A refund that is lost is lost: it costs its caller a unit. */
export async function refundLimits(world: World, limits: Limits, cost: number): Promise<void> {
  const { asked } = limits;
  if (!asked || !isAllowed(limits)) return;
  const requests = asked.requests.map((request) => ({ ...request, cost: Math.min(cost, request.cost) }));
  await asked.limiter.refund(requests, world.machine.now()).catch(() => {});
}
