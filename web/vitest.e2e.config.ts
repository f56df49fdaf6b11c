import { defineConfig } from 'vitest/config';

/** Real pages with the real system, which has to run. */
export default defineConfig({
  test: { include: ['browser/**/*.e2e.ts'], hookTimeout: 60_000, fileParallelism: false },
});
