// Tests of the portal in a browser, against a real box; `tests/run portal` runs them.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('.', import.meta.url).pathname,
    include: ['**/*.walk.ts'],
    // A browser and a box for each file: more at once and two processors are not enough.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
