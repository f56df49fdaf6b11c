import { defineConfig } from 'vitest/config';

/** The built pages in Chromium, with a server that the tests play: every state, looked at by axe. */
export default defineConfig({
  test: {
    include: ['browser/**/*.browser.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
    fileParallelism: false,
    maxConcurrency: 3,
  },
});
