import { openMemoryCounters } from '#adapters/memory/counters.ts';
import { openMemoryHistory } from '#adapters/memory/history.ts';
import type { Ports } from '#app/world.ts';

/** What policies count and remember, in this process; without any file every place is unknown. */
export const memoryFacts = (): Pick<Ports, 'counters' | 'counters_fallback' | 'history' | 'tried' | 'geo'> => ({
  counters: openMemoryCounters(),
  counters_fallback: openMemoryCounters(),
  history: openMemoryHistory(),
  tried: { counters: openMemoryCounters(), history: openMemoryHistory() },
  geo: { lookup: () => ({ country: null, asn: null }), age_ms: () => 0, close: () => {} },
});
