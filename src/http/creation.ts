/** A route that creates: with `Idempotency-Key` it does so once. */
import type { Actor } from '#app/actor.ts';
import { answerOnce, type Rendering } from '#app/idempotency.ts';
import type { Scope } from '#core/scope.ts';
import { REPLAYED } from './idempotency.ts';
import { defineRoute, type Answer, type Call, type Definition, type Route } from './route.ts';

type Creation = Definition & { method: 'post'; security: Scope; idempotent: true };

/** `verb` creates by one `mutate()`, whose result is its own; `show` makes the answer of that, inside of the transaction when need be. */
export function defineCreation<const D extends Creation, R>(
  definition: D,
  verb: (call: Call<D>) => Promise<R>,
  show: (result: R) => Rendering,
): Route {
  return defineRoute(definition, async (call: Call<D>): Promise<Answer> => {
    const asked = call.asked();
    if (!asked) return show(await verb(call));
    // The definition has a scope, so that somebody calls.
    const caller = call.actor as Actor;
    const by = (actor: Actor): Promise<R> => verb({ ...call, actor: actor as typeof call.actor });
    const { rendering, replayed } = await answerOnce(call.world, caller, asked, by, show);
    return replayed ? { ...rendering, headers: { ...rendering.headers, ...REPLAYED } } : rendering;
  });
}
