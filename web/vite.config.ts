import { defineConfig } from 'vite';

const page = (name: string) => new URL(name, import.meta.url).pathname;

/** Two pages: the listener's at /, because that address is the one people type, and the speaker's at /speak/. */
export default defineConfig({
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  build: {
    // Safari since 16.4 and whatever else is not older than that.
    target: 'es2022',
    // The content security policy allows no data: scripts or styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { listener: page('index.html'), speaker: page('speak/index.html') },
    },
  },
  // While pages are worked on: `npm run dev` shows them, a `./dragoman run` answers them.
  server: {
    proxy: Object.fromEntries(
      ['/ws', '/sessions', '/languages', '/audio', '/issuer'].map((path) => [
        path,
        { target: 'http://localhost:8080', ws: path === '/ws' },
      ]),
    ),
  },
});
