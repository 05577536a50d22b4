/** Rate limits of a call: per key and per tenant, by the plan. */
import { shareOf, type Plan, type RateAnswer, type RatePolicy, type RateRequest } from '#core/quota.ts';
import type { Actor } from './actor.ts';
import type { Limiter } from './ports.ts';
import { monthStanding } from './quota.ts';
import type { World } from './world.ts';

export type LimitName = 'key' | 'tenant' | 'month' | 'signup' | 'signup-mail' | 'signup-code' | 'principal' | 'tool';
export type Standing = { name: LimitName; policy: RatePolicy; answer: RateAnswer };
export type Limits = {
  standings: readonly Standing[];
  /** The shared limiter did not answer and this process alone has counted. */
  degraded: boolean;
  /** What was asked for, and of whom: for `refundLimits`. */
  asked: { limiter: Limiter; requests: readonly RateRequest[] } | null;
};

export type Wanted = { name: LimitName; request: RateRequest };

const UNLIMITED: Limits = { standings: [], degraded: false, asked: null };

/**
 * `cost` units. What is charged at once leaves room in the burst for the unit that the call itself cost: else a legal batch could never
 * pass on a small plan.
 */
export async function takeLimits(world: World, actor: Actor, { rate, verdicts_per_month }: Plan, cost: number): Promise<Limits> {
  if (!rate) return UNLIMITED;
  const tag = `{tenant:${actor.tenant}}`;
  const units = unitsOf(rate, cost);
  const limits = await take(world, [
    { name: 'key', request: { key: `${tag}:key:${actor.key_id}`, policy: rate, cost: units } },
    { name: 'tenant', request: { key: `${tag}:calls`, policy: rate, cost: units } },
  ]);
  const month = monthStanding(world, actor.tenant, verdicts_per_month, world.machine.now());
  return month ? { ...limits, standings: [...limits.standings, month] } : limits;
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
    world.telemetry.countLimiterFailure();
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

const isAllowed = ({ standings }: Limits): boolean => standings.every(({ answer }) => answer.allowed);

/**
 * Gives back up to `cost` units of what was `taken`, what came last first, and removes from the list what it has touched: nothing is
 * given back twice. A refund that the limiter does not hear of is lost; it costs its caller some units, not an error.
 */
export async function refundLimits(world: World, taken: Limits[], cost: number): Promise<void> {
  let owed = cost;
  while (owed > 0) {
    const limits = taken.pop();
    if (!limits) return;
    if (!limits.asked || !isAllowed(limits)) continue;
    const { limiter, requests } = limits.asked;
    const back = Math.min(owed, Math.max(...requests.map((request) => request.cost)));
    owed -= back;
    const refunds = requests.map((request) => ({ ...request, cost: Math.min(back, request.cost) }));
    await limiter.refund(refunds, world.machine.now()).catch(() => {});
  }
}
