/** `/validate` with `Idempotency-Key`: one verdict, one record and one count, however often and wherever the call is sent. */
import type { Verdict } from '#core/verdict.ts';
import { Problem } from '#core/problem.ts';
import { requireScope, type Actor } from './actor.ts';
import { callOf, keptAnswer, recall, VERDICT_KEPT_MS, type Asked, type IdempotentCall, type Rendering } from './idempotency.ts';
import type { KeptAnswer } from './ports.ts';
import type { World } from './world.ts';

type Judge = (keep: (verdict: Verdict) => KeptAnswer) => Promise<Verdict>;
type Given = { rendering: Rendering; replayed: boolean };
/** A verdict that is being given. */
export type Giving = { body_hash: string; given: Promise<Given> };

/** `judge` commits what `keep` makes of its verdict together with the record. Throws as `validate()`, and `IDEMPOTENCY_KEY_REUSED`. */
export async function verdictOnce(world: World, actor: Actor, asked: Asked, judge: Judge): Promise<Given> {
  requireScope(actor, 'validate');
  const call = await callOf(world, actor, asked, VERDICT_KEPT_MS);
  const name = Buffer.from(call.digest).toString('hex');
  // The other call may fail: then it is this one's turn, unless a third was faster.
  for (let other = world.giving.get(name); other; other = world.giving.get(name)) {
    const given = await other.given.catch(() => null);
    if (given && other.body_hash !== call.body_hash) throw new Problem('IDEMPOTENCY_KEY_REUSED');
    if (given) return { ...given, replayed: true };
  }
  const giving = give(world, actor, call, judge);
  world.giving.set(name, { body_hash: call.body_hash, given: giving });
  try {
    return await giving;
  } finally {
    world.giving.delete(name);
  }
}

async function give(world: World, actor: Actor, call: IdempotentCall, judge: Judge): Promise<Given> {
  const before = await recallVerdict(world, actor, call);
  if (before) return { rendering: before, replayed: true };
  try {
    const verdict = await judge((finished) => keptAnswer(call, { body: finished }, world.machine.now()));
    return { rendering: { body: verdict }, replayed: false };
  } catch (error) {
    // Another process may have been faster; or it was this one, and the answer of its commit was lost.
    const kept = error instanceof Problem && error.code === 'AUDIT_UNAVAILABLE' ? await recallVerdict(world, actor, call) : null;
    if (!kept) throw error;
    return { rendering: kept, replayed: true };
  }
}

const recallVerdict = (world: World, actor: Actor, call: IdempotentCall): Promise<Rendering | null> =>
  recall(world, actor, call).catch((error: unknown) => {
    const is_lost = error instanceof Problem && error.code === 'STORE_UNAVAILABLE';
    throw is_lost ? new Problem('AUDIT_UNAVAILABLE', { ...error.more, cause: error.cause }) : error;
  });
