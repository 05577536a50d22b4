/** Running tests of policies beside traffic. */
import { rehearse, type Rehearsal } from '#core/policy/rehearse.ts';
import type { PolicyTest, TestResult } from '#core/policy/policy-test.ts';
import { makeTurns } from './turns.ts';

export type Stage = Rehearsal;

/** In order. */
export async function runTests(tests: readonly PolicyTest[], stage: Stage, turn = makeTurns()): Promise<TestResult[]> {
  const results: TestResult[] = [];
  for (const test of tests) {
    await turn();
    results.push(rehearse(test, stage));
  }
  return results;
}
