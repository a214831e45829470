import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * `npm test` runs everything named *.test.ts. Worker threads of the code under test run compiled from
 * dist, which `pretest` builds. Heavy suites have scripts of their own.
 */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/heavy/**', '**/node_modules/**', 'dist/**'],
    // Processes, not threads: tests guard globals, lend one to SIM.JS and start threads themselves.
    pool: 'forks',
    // Some tests wait for a process or a browser that they start: one more than there are cores.
    maxWorkers: availableParallelism() + 1,
    // Files that share a process and its modules start at once. No file may leave anything behind that
    // another one sees, as no run may in simulated time.
    isolate: false,
    // A browser, a packed tarball and a cold start all have to fit on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 10_000,
  },
});
