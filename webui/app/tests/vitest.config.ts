// Tests of the portal in a browser, against a real box; `tests/run portal` runs them.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('.', import.meta.url).pathname,
    include: ['**/*.walk.ts'],
    // A browser and a box each: more at once and two processors are not enough.
    maxWorkers: 2,
    // The files of a worker share its browser: starting one takes as long as a short test.
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
