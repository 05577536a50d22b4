import { openMemoryCounters } from '#adapters/memory/counters.ts';
import { openMemoryHistory } from '#adapters/memory/history.ts';
import type { Ports } from '#app/world.ts';

/** What policies count and remember, in this process. */
export const memoryFacts = (): Pick<Ports, 'counters' | 'counters_fallback' | 'history'> => ({
  counters: openMemoryCounters(),
  counters_fallback: openMemoryCounters(),
  history: openMemoryHistory(),
});
