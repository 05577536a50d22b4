/** Judging threads as the service has them. They start when they are needed. */
import { openJudgePool, type JudgePoolOptions } from '#adapters/judge-pool.ts';
import type { Judging } from '#app/judged.ts';

export const openJudging = (options: Partial<JudgePoolOptions> = {}): Judging =>
  openJudgePool({ entry: new URL('../../src/http/judge-worker.ts', import.meta.url), ...options });
