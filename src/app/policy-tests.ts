/** Running tests of policies beside traffic. */
import { rehearse, type Rehearsal } from '#core/policy/rehearse.ts';
import type { PolicyTest, TestResult } from '#core/policy/policy-test.ts';

export type Stage = Rehearsal;

/** Milliseconds of the event loop that tests take before others have their turn. */
const TURN_MS = 10;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** In order. */
export async function runTests(tests: readonly PolicyTest[], stage: Stage): Promise<TestResult[]> {
  const results: TestResult[] = [];
  let from_ms = performance.now();
  for (const test of tests) {
    results.push(rehearse(test, stage));
    if (performance.now() - from_ms < TURN_MS) continue;
    await turn();
    from_ms = performance.now();
  }
  return results;
}
