/** The program of a judging thread that fails at each case, as one that meets a fault of ours does. */
import { parentPort } from 'node:worker_threads';
import type { JudgingAnswer, JudgingQuestion } from '#app/judged.ts';

parentPort?.on('message', ({ facts }: JudgingQuestion) => {
  const problem = { code: 'INTERNAL', more: {}, cause: 'a fault for the test' } as const;
  const items = facts.verdict_ids.map((_, i) => ({ item_id: String(i), problem }));
  parentPort?.postMessage({ items } satisfies JudgingAnswer, []);
});
