import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startChromium } from './chromium';
import { serveFiles } from './files';
import { open, STATES } from './states';
import { violations } from './violations';

let browser: Browser;
let files: Awaited<ReturnType<typeof serveFiles>>;

beforeAll(async () => {
  [browser, files] = await Promise.all([startChromium(), serveFiles()]);
});

afterAll(async () => {
  await browser.close();
  files.close();
});

it.each(STATES)('$name can be used by everybody, and nothing is complained about', async (state) => {
  const context = await browser.newContext({
    baseURL: files.address,
    locale: 'en',
    reducedMotion: 'reduce',
    viewport: { width: 390, height: 780 },
    // For axe alone: the pages' own policy lets nothing in.
    bypassCSP: true,
  });
  const { page, complaints } = await open(context, state);

  expect(await violations(page)).toEqual([]);
  expect(complaints).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
  await context.close();
});
