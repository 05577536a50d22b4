/** Turns of many callers as one call of `gcra.lua`, and what it answers as theirs. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { refundAll, takeAll, type RateAnswer, type RateRequest } from '#core/quota.ts';

/** What one caller asks: to take all that it requests or nothing, or to give it back. */
export type Turn = { kind: 'take' | 'refund'; requests: readonly RateRequest[] };

/** The part of a Redis client that is used here. */
export type Scripted = {
  evalsha(sha1: string, numkeys: number, ...args: string[]): Promise<unknown>;
  eval(script: string, numkeys: number, ...args: string[]): Promise<unknown>;
};

/** Of one call of the script, which holds Redis up while it runs. */
export const TURNS_MAX = 512;
/** Two characters of base 64 count no further, nor does Lua's `unpack` go much beyond. */
export const REQUESTS_MAX = 4_095;
/** How far back an equal step is looked for: those of one moment are few, and more only make the call longer. */
const STEPS_BACK_MAX = 16;

const SCRIPT = readFileSync(new URL('./gcra.lua', import.meta.url), 'utf8');
const SHA1 = createHash('sha1').update(SCRIPT).digest('hex');
const BASE = 64;
const ZERO = 0x30;
const CODES = Array.from({ length: BASE * BASE }, (_, n) => String.fromCharCode(ZERO + Math.floor(n / BASE), ZERO + (n % BASE)));
const codeOf = (n: number): string => CODES[n] ?? '';

/** In order; as many in each part as one call may hold. No turn has more than `REQUESTS_MAX` requests. */
export function partsOf<T extends Turn>(turns: readonly T[]): T[][] {
  const parts: T[][] = [];
  let part: T[] = [];
  let size = 0;
  for (const turn of turns) {
    const more = turn.requests.length;
    if (part.length && (part.length === TURNS_MAX || size + more > REQUESTS_MAX)) {
      parts.push(part);
      part = [];
      size = 0;
    }
    part.push(turn);
    size += more;
  }
  if (part.length) parts.push(part);
  return parts;
}

/** One part (see `partsOf`) in one call. Answers for each turn, in order, and the clock of Redis that they went by. */
export async function runTurns(
  redis: Scripted,
  key_prefix: string,
  turns: readonly Turn[],
): Promise<{ now_ms: number; answers: RateAnswer[][] }> {
  const { keys, args } = encode(key_prefix, turns);
  const reply = await redis.evalsha(SHA1, keys.length, ...args).catch((error: unknown) => {
    if (!isMissingScript(error)) throw error;
    return redis.eval(SCRIPT, keys.length, ...args);
  });
  const { now_ms, arrivals } = decode(reply, keys);
  return { now_ms, answers: turns.map(({ kind, requests }) => replay[kind](arrivals, requests, now_ms)) };
}

const replay = {
  take: takeAll,
  refund: (...turn: Parameters<typeof refundAll>): RateAnswer[] => {
    refundAll(...turn);
    return [];
  },
};

const isMissingScript = (error: unknown): boolean => error instanceof Error && error.message.startsWith('NOSCRIPT');

/** `keys` without the prefix; `args` are the keys with it, the steps and the turns. */
function encode(key_prefix: string, turns: readonly Turn[]): { keys: string[]; args: string[] } {
  const keys: string[] = [];
  const args: string[] = [];
  const places = new Map<string, number>();
  const steps: RateRequest[] = [];
  let codes = '';
  for (const { kind, requests } of turns) {
    codes += (kind === 'take' ? 'T' : 'R') + codeOf(requests.length);
    for (const request of requests) {
      const { key } = request;
      let place = places.get(key);
      if (place === undefined) {
        place = keys.length;
        places.set(key, place);
        keys.push(key);
        args.push(key_prefix + key);
      }
      codes += codeOf(place) + codeOf(placeOfStep(steps, request));
    }
  }
  args.push(steps.map(({ policy, cost }) => `${policy.interval_ms} ${policy.burst} ${cost}`).join(' '), codes);
  return { keys, args };
}

function placeOfStep(steps: RateRequest[], request: RateRequest): number {
  const { policy, cost } = request;
  const stop = Math.max(0, steps.length - STEPS_BACK_MAX);
  for (let i = steps.length - 1; i >= stop; i--) {
    const step = steps[i];
    if (step && step.cost === cost && step.policy.interval_ms === policy.interval_ms && step.policy.burst === policy.burst) return i;
  }
  return steps.push(request) - 1;
}

function decode(reply: unknown, keys: readonly string[]): { now_ms: number; arrivals: Map<string, number> } {
  const fields = typeof reply === 'string' ? reply.split(' ') : [];
  if (fields.length !== keys.length + 1) throw new Error('gcra.lua answered something else than the clock and a number for each key');
  const now_ms = finite(fields[0]);
  const arrivals = new Map<string, number>();
  for (let i = 0; i < keys.length; i++) arrivals.set(keys[i] ?? '', finite(fields[i + 1]));
  return { now_ms, arrivals };
}

function finite(field = ''): number {
  const number = field === '' ? Number.NaN : Number(field);
  if (!Number.isFinite(number)) throw new Error('gcra.lua answered what is no number');
  return number;
}
