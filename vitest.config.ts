import { defineConfig } from 'vitest/config';

/** The hot operations have a lean lane beside Hono: their suites run through both. */
const HOT = ['validate', 'batch', 'security', 'limits', 'call-limits', 'canary', 'request-line', 'tracing'].map(
  (name) => `test/http/${name}.test.ts`,
);

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'all', include: ['test/**/*.test.ts'] } },
      { extends: true, test: { name: 'lane', include: HOT, env: { TEST_FRONT: 'lane' } } },
    ],
  },
});
