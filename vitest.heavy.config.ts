import { defineConfig } from 'vitest/config';

/** Suites that take minutes: `npm run test:heavy`. */
export default defineConfig({
  test: {
    include: ['test/heavy/**/*.heavy.ts'],
    pool: 'forks',
    testTimeout: 600_000,
  },
});
