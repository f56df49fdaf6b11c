import { mkdirSync, writeFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startChromium } from './chromium';
import { drawing } from './drawing';
import { serveFiles } from './files';
import { open, STATES } from './states';

/** What the README shows. */
const PICTURES = new URL('../../docs/pictures/', import.meta.url).pathname;
const SHOWN = [
  { name: 'listener-live', viewport: { width: 390, height: 700 } },
  { name: 'speaker-live', viewport: { width: 560, height: 900 } },
];

const LOOKED_AT = new URL('../target/screenshots/', import.meta.url).pathname;

let browser: Browser;
let files: Awaited<ReturnType<typeof serveFiles>>;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  files = await serveFiles();
  // Always the same address, so that the same page is the same picture.
  browser = await startChromium([`--host-resolver-rules=MAP localhost:8080 ${new URL(files.address).host}`]);
});

afterAll(async () => {
  await browser.close();
  files.close();
});

it.each(SHOWN)('$name is drawn for the README', async ({ name, viewport }) => {
  const state = STATES.find((one) => one.name === name);
  expect(state).toBeDefined();
  const context = await browser.newContext({ baseURL: 'http://localhost:8080', locale: 'en', viewport });
  if (state) {
    const { page } = await open(context, state);
    const svg = await drawing(page);
    writeFileSync(`${PICTURES}${name}.svg`, svg);

    const looker = await context.newPage();
    await looker.goto(`file://${PICTURES}${name}.svg`);
    await looker.screenshot({ path: `${LOOKED_AT}${name}-drawing.png` });
    expect(svg.length).toBeLessThan(40_000);
  }
  await context.close();
});
