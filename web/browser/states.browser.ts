import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startChromium } from './chromium';
import { serveFiles } from './files';
import { missedByKeyboard } from './keyboard';
import { cutOff, speak } from './layout';
import { PlayedServer, SECRETS } from './playedServer';
import { givenAway } from './privacy';
import { open, type State, STATES } from './states';
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

/** Words are longest in these. */
const LONG_LANGUAGES = ['de', 'fr'];

/** Pixels: a usual phone and the narrowest that WCAG thinks of. */
const NARROW = [
  { width: 390, height: 780 },
  { width: 320, height: 568 },
];

it.concurrent.each(STATES)('$name can be used by everybody, and gives nothing away', async (state) => {
  const context = await browser.newContext({
    baseURL: files.address,
    locale: 'en',
    reducedMotion: 'reduce',
    viewport: { width: 390, height: 780 },
  });
  const { page, complaints, requests } = await open(context, state);

  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  expect(await missedByKeyboard(page)).toEqual([]);
  for (const language of LONG_LANGUAGES) {
    await speak(page, language);
    for (const size of NARROW) {
      await page.setViewportSize(size);
      expect([language, size.width, ...(await cutOff(page))]).toEqual([language, size.width]);
    }
  }
  expect(await givenAway(page, requests, Object.values(SECRETS))).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});

it('moves where people like it', async () => {
  const context = await browser.newContext({ baseURL: files.address, locale: 'en', reducedMotion: 'no-preference' });
  const live = STATES.find(({ name }) => name === 'listener-live') as State;
  const { page } = await open(context, live);

  expect(await page.evaluate(() => document.getAnimations().length)).toBeGreaterThan(0);
  await context.close();
});

it.each(['/', '/speak/'])('%s lets in no script and no style but its own', async (path) => {
  const context = await browser.newContext({ baseURL: files.address });
  await PlayedServer.for(context);
  const page = await context.newPage();
  await page.goto(path);

  await expect(page.addScriptTag({ content: 'document.title = "another"' })).rejects.toThrow('Content Security Policy');
  await expect(page.addStyleTag({ content: 'body { display: none }' })).rejects.toThrow('Content Security Policy');
  await expect(page.addScriptTag({ url: 'https://elsewhere.example/script.js' })).rejects.toThrow();
  expect(await page.title()).not.toBe('another');
  await context.close();
});
