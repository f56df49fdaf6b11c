import { defineConfig } from 'vitest/config';

/** The built pages on a slow phone; the figures go to standard output. */
export default defineConfig({
  test: { include: ['browser/**/*.measure.ts'], silent: false, reporters: ['default'] },
});
