import { defineConfig } from 'vitest/config';
import { IS_SHORT } from './support/form.ts';

/** One after the other: each measures, and has the machine to itself. */
export default defineConfig({
  test: {
    // The short form runs beside `npm test`, which has those already.
    include: ['test/faults/**/*.fault.ts', ...(IS_SHORT ? [] : ['test/isolation/**/*.test.ts'])],
    testTimeout: 600_000,
    hookTimeout: 180_000,
    pool: 'forks',
    fileParallelism: false,
  },
});
