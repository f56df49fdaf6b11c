import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';

const page = (name: string) => new URL(name, import.meta.url).pathname;

/** The pages differ in their script alone: everything else stands in page.html. */
const oneTemplate: Plugin = {
  name: 'one-template',
  transformIndexHtml: {
    order: 'pre',
    handler: (html) =>
      html.replace(/<!-- page\.html with (\S+) -->/, (_, main: string) =>
        readFileSync(page('page.html'), 'utf8').replace('MAIN', main),
      ),
  },
};

/** The script that runs before the pages' own is there; they import it too. */
const early: Plugin = {
  name: 'early',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { bundle }) => {
      const script = Object.values(bundle ?? {}).find((file) => file.type === 'chunk' && file.name === 'early');
      const tag = script
        ? `<script type="module" async fetchpriority="high" crossorigin src="/${script.fileName}"></script>\n    `
        : '';
      return html.replace(/(?=<script type="module")/, tag);
    },
  },
};

/** Two pages: the listener's at /, because that address is the one people type, and the speaker's at /speak/. */
export default defineConfig({
  plugins: [oneTemplate, early],
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  build: {
    // Safari since 16.4 and whatever else is not older than that.
    target: 'es2022',
    // The content security policy allows no data: scripts or styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { listener: page('index.html'), speaker: page('speak/index.html'), early: page('src/common/early.ts') },
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
