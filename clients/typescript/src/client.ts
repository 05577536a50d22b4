import type { CallOptions } from './calls.ts';
import { CountersignError } from './errors.ts';
import { fail, follow, type Enforcement } from './enforce.ts';
import { Operations } from './generated/operations.ts';
import type { ValidateRequest, Verdict } from './generated/types.ts';
import { streamResults, type Item, type Items, type StreamOptions } from './stream.ts';
import { asBatchResults, asVerdict, type BatchResults, type ItemResult } from './verdicts.ts';

const VERDICT_TIMEOUT_MS = 2_000;

/**
 * A client of the service.
 *
 * ```ts
 * const countersign = new Countersign(); // COUNTERSIGN_API_KEY, COUNTERSIGN_URL
 * const { action, message, reply } = await countersign.enforce({ request });
 * if (action === 'forward') forward(message);
 * else if (action === 'reply') send(reply);
 * ```
 *
 * Every call but a stream is tried again where that can help, within one time, and throws a `CountersignError` when it comes to nothing.
 */
export class Countersign extends Operations {
  /** Judges one message. A denial is a value. Throws when there is no verdict, whatever `failMode` is. */
  async validate(call: ValidateRequest, options?: CallOptions): Promise<Verdict> {
    const operation = { method: 'POST', path: '/validate' };
    return asVerdict(await this.call<object>(operation, { body: call }, options, VERDICT_TIMEOUT_MS));
  }

  /**
   * Judges one message and says what to do with it: pass on what is allowed, without what has to be cut out, or send the reply that is
   * ready, or nothing. Without a verdict it refuses, unless `failMode` is `open` and the service is down or slow; `onFailure` is told.
   * Throws the reason of `signal` when that is aborted, and a TypeError for what is no JSON.
   */
  async enforce(call: ValidateRequest, options?: CallOptions): Promise<Enforcement> {
    const enforcement = await this.validate(call, options).then(
      (verdict) => follow(call, verdict),
      (error: unknown) => {
        if (error instanceof CountersignError) return fail(call, error, this.setup.failMode);
        throw error;
      },
    );
    if (enforcement.failure) this.#report(enforcement.failure, enforcement);
    return enforcement;
  }

  /** Judges 1 to 100 items in one call; results are in their order, and one bad item fails alone. */
  async validateBatch(items: readonly Item[], options?: CallOptions): Promise<BatchResults> {
    const answer = await this.call<object>({ method: 'POST', path: '/validate/batch' }, { body: { items } }, options);
    return asBatchResults(answer, items.length);
  }

  /**
   * Judges as many items as come, in constant memory; results are in their order. Needs a `fetch` that reads while it sends: that of
   * Node, Deno, Bun or a worker, not that of a browser.
   */
  stream(items: Items, options: StreamOptions = {}): AsyncGenerator<ItemResult, void, undefined> {
    return streamResults(this.setup, items, options);
  }

  /** Who is told decides nothing: what he throws changes nothing. */
  #report(failure: CountersignError, enforcement: Enforcement): void {
    try {
      this.setup.onFailure(failure, enforcement);
    } catch {
      // Nobody is left to tell.
    }
  }
}
