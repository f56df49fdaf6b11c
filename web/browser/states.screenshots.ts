import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startChromium } from './chromium';
import { serveFiles } from './files';
import { open, STATES } from './states';

const FOLDER = new URL('../target/screenshots/', import.meta.url).pathname;

const SIZES = { phone: { width: 390, height: 780 }, desktop: { width: 1280, height: 800 } };

let browser: Browser;
let files: Awaited<ReturnType<typeof serveFiles>>;

beforeAll(async () => {
  [browser, files] = await Promise.all([startChromium(), serveFiles()]);
});

afterAll(async () => {
  await browser.close();
  files.close();
});

const looks = Object.entries(SIZES).flatMap(([size, viewport]) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ size, viewport, colorScheme })),
);

it.each(
  STATES.flatMap((state) =>
    looks.map((look) => ({ state, ...look, name: `${state.name}-${look.size}-${look.colorScheme}` })),
  ),
)('$name', async ({ state, viewport, colorScheme, name }) => {
  const context = await browser.newContext({ baseURL: files.address, colorScheme, locale: 'en', viewport });
  const { page, complaints } = await open(context, state);
  await page.screenshot({ path: `${FOLDER}${name}.png` });

  expect(complaints).toEqual([]);
  await context.close();
});
