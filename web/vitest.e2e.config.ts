import { defineConfig } from 'vitest/config';

/** Real pages with the real system, which is started for it. */
export default defineConfig({
  test: {
    include: ['browser/**/*.e2e.ts'],
    globalSetup: 'browser/system.ts',
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
