import { defineConfig } from 'vitest/config';

/** One project per suite, so that `npm test` can say what ran and a developer can run one. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}'] } },
      { extends: true, test: { name: 'golden', include: ['test/golden/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'contract',
          // Real processes on a machine that others use, too: what fails must fail three times.
          retry: 2,
          include: ['test/contract/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Two cores; most tests wait for processes rather than compute.
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          retry: 1,
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: 'long',
          include: ['test/long/**/*.test.ts'],
          testTimeout: 7_200_000,
          hookTimeout: 600_000,
          // Programs of the corpus are recorded side by side: it is time that passes, not work.
          maxConcurrency: 3,
          fileParallelism: false,
        },
      },
    ],
  },
});
