/** Random bytes by the handful: one call of the system's generator serves many of them. */
import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 16_384;

const pool = Buffer.alloc(POOL_BYTES);
let used = POOL_BYTES;

/** `n` cryptographically strong random bytes of their own, which are given out once and kept nowhere. `n` at most 16,384. */
export function randomBytesPooled(n: number): Uint8Array {
  if (n > POOL_BYTES) throw new RangeError(`at most ${POOL_BYTES} random bytes at once`);
  if (used + n > POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  const taken = new Uint8Array(pool.subarray(used, used + n));
  pool.fill(0, used, used + n);
  used += n;
  return taken;
}
