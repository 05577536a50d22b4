/** The program of a judging thread that fails in the way that its first byte says. */
import { parentPort } from 'node:worker_threads';
import type { JudgingAnswer, JudgingQuestion } from '#app/judged.ts';

export const FAILURES = { answers: 0, hangs: 1, dies: 2, throws: 3, grows: 4 } as const;

parentPort?.on('message', ({ unread }: JudgingQuestion) => {
  const [failure] = unread.bytes;
  if (failure === FAILURES.hangs) for (;;);
  if (failure === FAILURES.dies) process.exit(3);
  if (failure === FAILURES.throws) throw new TypeError('a fault of ours');
  const heap: number[][] = [];
  while (failure === FAILURES.grows) heap.push(Array.from({ length: 100_000 }, (_, i) => i + heap.length));
  parentPort?.postMessage({ items: [] } satisfies JudgingAnswer, []);
});
