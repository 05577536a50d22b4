/** A script that Redis keeps by its digest, and is told again when it has forgotten it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The part of a Redis client that is used here. */
export type Scripted = {
  evalsha(sha1: string, numkeys: number, ...args: string[]): Promise<unknown>;
  eval(script: string, numkeys: number, ...args: string[]): Promise<unknown>;
};

export function scriptOf(url: URL): (redis: Scripted, keys: readonly string[], args: readonly string[]) => Promise<unknown> {
  const text = readFileSync(url, 'utf8');
  const sha1 = createHash('sha1').update(text).digest('hex');
  return (redis, keys, args) =>
    redis.evalsha(sha1, keys.length, ...keys, ...args).catch((error: unknown) => {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return redis.eval(text, keys.length, ...keys, ...args);
    });
}
