/** Policies are compiled when they change, in pieces beside the traffic: no call that is to be decided waits for a thousand of them at once. */
import { compiling } from '#core/policy/access.ts';
import { openClock } from '#core/policy/clocks.ts';
import type { ActivePolicy } from '#core/policy/compile.ts';
import { soughtBy, soughtOf } from '#core/policy/sought.ts';
import { inTurns, makeTurns } from './turns.ts';

/** Done for each list once; what of it is known from another list is not done again. */
export async function compileAhead(lists: readonly (readonly ActivePolicy[])[]): Promise<void> {
  const turn = makeTurns();
  for (const list of lists) {
    for (const policy of list) {
      soughtOf(policy);
      for (const zone of policy.needs.clocks) openClock(zone);
      await turn();
    }
    soughtBy(list);
    await inTurns(compiling(list), turn);
  }
}
