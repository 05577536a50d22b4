/** What a tenant allows each of its principals and each tool, in judged calls (`rate_limits` of the tenant). */
import { sha256Hex } from '#core/hash.ts';
import { ratePolicy, type RateLimits, type RatePolicy } from '#core/quota.ts';
import { refuseForRate, type Passing } from '#core/rate-refusal.ts';
import type { TenantId } from '#core/tenant.ts';
import type { Verdict } from '#core/verdict.ts';
import { take, type Limits, type Wanted } from './limits.ts';
import type { TenantKey } from './ports.ts';
import type { Identifiers } from './verdict-record.ts';
import type { World } from './world.ts';

export type CallLimits = { principal: RatePolicy | null; tool: RatePolicy | null };

/** Null when the tenant limits neither, so that nobody else pays for it. */
export function callLimits({ principal, tool }: RateLimits): CallLimits | null {
  if (!principal && !tool) return null;
  return { principal: principal && ratePolicy(principal), tool: tool && ratePolicy(tool) };
}

export type Limiting = { tenant: TenantId; key: TenantKey; limits: CallLimits };
/** `taken` is null when nothing was asked for. */
export type Limited = { verdict: Verdict; taken: Limits | null };

/**
 * Takes one unit for each judged request that would otherwise pass, and refuses it when there is none left. Calls that are limited
 * within one turn of the event loop, such as those of a batch, are one round trip of the limiter.
 */
export async function limitCall(world: World, limiting: Limiting, who: Identifiers, verdict: Verdict, passing: Passing): Promise<Limited> {
  const wanted = wantedBy(limiting, who, passing);
  if (!wanted.length) return { verdict, taken: null };
  const limits = await take(world, wanted);
  const message = refusalOf(limits);
  return { verdict: message === null ? verdict : refuseForRate(verdict, passing, message), taken: limits };
}

/** No identifier and no name of the caller's stands in the limiter. */
function wantedBy({ tenant, key, limits }: Limiting, { user_id, agent_id }: Identifiers, { messages, tools }: Passing): Wanted[] {
  const tag = `{tenant:${tenant}}`;
  const { principal, tool } = limits;
  const who = user_id !== undefined ? key.hmac('user', user_id) : agent_id !== undefined ? key.hmac('agent', agent_id) : null;
  const wanted: Wanted[] = [];
  if (principal && who !== null)
    wanted.push({ name: 'principal', request: { key: `${tag}:principal:${who}`, policy: principal, cost: messages } });
  if (tool) {
    for (const name of tools) wanted.push({ name: 'tool', request: { key: `${tag}:tool:${sha256Hex(name)}`, policy: tool, cost: 1 } });
  }
  return wanted;
}

const WHOSE = { principal: 'this principal', tool: 'this tool' };

function refusalOf({ standings }: Limits): string | null {
  const refused = standings.filter((s) => !s.answer.allowed);
  if (!refused.length) return null;
  const names = (['principal', 'tool'] as const).filter((name) => refused.some((s) => s.name === name));
  const wait_ms = Math.max(...refused.map((s) => s.answer.retry_after_ms));
  const when = Number.isFinite(wait_ms)
    ? `It may come again in ${Math.ceil(wait_ms / 1_000)} s.`
    : 'It is more than may ever come at once.';
  return `The tenant's rate limit for ${names.map((name) => WHOSE[name]).join(' and ')} is reached. ${when}`;
}
