import { defineConfig } from 'vitest/config';

/** Pictures of every state into target/screenshots, to be looked at. */
export default defineConfig({
  test: { include: ['browser/**/*.screenshots.ts'], testTimeout: 60_000, hookTimeout: 60_000, fileParallelism: false },
});
