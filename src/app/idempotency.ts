/**
 * Calls that have their effect once however often they are sent (draft-ietf-httpapi-idempotency-key-header-07).
 *
 * The answer is kept exactly when the effect is: both are in one transaction. Whoever is at work holds a lock of that transaction and no
 * row, so that a crash leaves nothing behind that would have to expire; and what had no effect, a failure, is not kept and may be repeated.
 */
import { sha256, sha256Hex } from '#core/hash.ts';
import { Problem } from '#core/problem.ts';
import type { Actor } from './actor.ts';
import type { KeptAnswer, TenantKey, WriteTx } from './ports.ts';
import { loadSettings } from './settings.ts';
import { onStore } from './store.ts';
import type { World } from './world.ts';

export const ANSWER_KEPT_MS = 24 * 60 * 60 * 1_000;
/** Verdicts are given again for as long as a caller retries, not for as long as it may look back. */
export const VERDICT_KEPT_MS = 10 * 60 * 1_000;
/** What a caller is told to wait for another call with the same key. */
export const IN_PROGRESS_RETRY_MS = 1_000;

/** What a front answers, without what belongs to one exchange alone. */
export type Rendering = { status?: number; body?: unknown; headers?: Record<string, string> };

export type Asked = {
  /** Method and path: one key may be used for several operations. */
  operation: string;
  idempotency_key: string;
  /** As they came: the same call is the same bytes. */
  body: Uint8Array;
};

/** A call that is to have its effect once. */
export type IdempotentCall = {
  /** SHA-256 of tenant, calling key, operation and `Idempotency-Key`. */
  digest: Uint8Array;
  body_hash: string;
  tenant_key: TenantKey;
  kept_ms: number;
};
/** With the answer to what the verb results in, made inside of its transaction. */
export type Once = IdempotentCall & { render(result: unknown): Rendering };

/**
 * Does by `verb` what was not done before and answers what `show` makes of it; else the first answer. `verb` works by one `mutate()`,
 * with the actor that it is given, and results in the result of that.
 */
export async function answerOnce<R>(
  world: World,
  actor: Actor,
  asked: Asked,
  verb: (actor: Actor) => Promise<R>,
  show: (result: R) => Rendering,
): Promise<{ rendering: Rendering; replayed: boolean }> {
  const call = await callOf(world, actor, asked, ANSWER_KEPT_MS);
  const before = await recall(world, actor, call);
  if (before) return { rendering: before, replayed: true };
  let rendering: Rendering | undefined;
  const render = (result: unknown): Rendering => (rendering = show(result as R));
  await verb({ ...actor, once: { ...call, render } });
  if (!rendering) throw new Error(`${asked.operation}: the verb was to change something once and has changed nothing`);
  return { rendering, replayed: false };
}

export async function callOf(
  world: World,
  actor: Actor,
  { operation, idempotency_key, body }: Asked,
  kept_ms: number,
): Promise<IdempotentCall> {
  const { key } = await loadSettings(world, actor.tenant);
  const digest = sha256(JSON.stringify([actor.tenant, actor.key_id, operation, idempotency_key]));
  return { digest, body_hash: sha256Hex(body), tenant_key: key, kept_ms };
}

/** The first answer, or null when there is none yet. Throws `IDEMPOTENCY_KEY_REUSED` when it was one to another body. */
export async function recall(world: World, actor: Actor, call: IdempotentCall): Promise<Rendering | null> {
  const kept = await onStore(() => world.database.read(actor.tenant, (tx) => tx.idempotency.get(call.digest)));
  if (!kept || kept.expires_at.getTime() <= world.machine.now()) return null;
  const text = new TextDecoder().decode(call.tenant_key.unseal(sealName(call), kept));
  const { body_hash, ...rendering } = JSON.parse(text) as Rendering & { body_hash: string };
  if (body_hash !== call.body_hash) throw new Problem('IDEMPOTENCY_KEY_REUSED');
  return rendering;
}

/** Inside the transaction that has the effect, before it. Throws `IDEMPOTENCY_IN_PROGRESS` when another has the key, or has just had it. */
export async function claim(tx: WriteTx, { digest }: Once, now_ms: number): Promise<void> {
  if (await tx.idempotency.lock(digest)) {
    const kept = await tx.idempotency.get(digest);
    if (!kept || kept.expires_at.getTime() <= now_ms) return;
  }
  throw new Problem('IDEMPOTENCY_IN_PROGRESS', { retry_after_ms: IN_PROGRESS_RETRY_MS });
}

/** In the same transaction, after the effect. */
export async function keep(tx: WriteTx, once: Once, result: unknown, now_ms: number): Promise<void> {
  await tx.idempotency.put(keptAnswer(once, once.render(result), now_ms));
}

/** Sealed, since it may hold a key that is shown once. */
export function keptAnswer(call: IdempotentCall, rendering: Rendering, now_ms: number): KeptAnswer {
  const expires_at = new Date(now_ms + call.kept_ms);
  const text = JSON.stringify({ body_hash: call.body_hash, ...rendering });
  const { wrapped_key, ciphertext } = call.tenant_key.seal(sealName(call), text, expires_at);
  return { digest: call.digest, wrapped_key, ciphertext, expires_at };
}

const sealName = ({ digest }: IdempotentCall): string => `answer ${Buffer.from(digest).toString('hex')}`;
