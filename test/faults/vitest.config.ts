import { defineConfig } from 'vitest/config';

/** One after the other: each measures, and has the machine to itself. */
export default defineConfig({
  test: {
    include: ['test/faults/**/*.fault.ts', 'test/isolation/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 180_000,
    pool: 'forks',
    fileParallelism: false,
  },
});
