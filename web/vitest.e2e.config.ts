import { defineConfig } from 'vitest/config';

/** Real pages with the real system, which is started for it. */
export default defineConfig({
  test: {
    include: ['browser/**/*.e2e.ts'],
    globalSetup: 'browser/system.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
    fileParallelism: false,
  },
});
