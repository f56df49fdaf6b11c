import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startChromium } from './chromium';
import { serveFiles } from './files';
import { CODE, PlayedServer } from './playedServer';

let browser: Browser;
let files: Awaited<ReturnType<typeof serveFiles>>;
let context: BrowserContext;
let page: Page;
let server: PlayedServer;

beforeAll(async () => {
  [browser, files] = await Promise.all([startChromium(), serveFiles()]);
});

afterAll(async () => {
  await browser.close();
  files.close();
});

beforeEach(async () => {
  context = await browser.newContext({ baseURL: files.address, locale: 'en' });
  server = await PlayedServer.for(context);
  page = await context.newPage();
});

afterEach(() => context.close());

async function startTalk(): Promise<void> {
  await page.goto('/speak/');
  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Start the talk' }).click();
  await page.getByText(CODE).first().waitFor();
}

describe("a speaker's device", () => {
  it('does not lock during a talk, and may when it is over', async () => {
    await page.addInitScript(() => {
      Object.assign(window, { locks: 0 });
      const count = window as unknown as { locks: number };
      const request = () => {
        count.locks++;
        return Promise.resolve({ release: () => Promise.resolve(count.locks--) });
      };
      Object.defineProperty(navigator, 'wakeLock', { value: { request } });
    });
    const locks = () => page.evaluate(() => (window as unknown as { locks: number }).locks);
    await page.goto('/speak/');
    expect(await locks()).toBe(0);
    await startTalk();
    await expect.poll(locks).toBe(1);
    server.say({ type: 'sessionOver', mediaMillis: 12_000, gaps: 0 });
    await page.getByText('Everything was delivered').waitFor();

    await expect.poll(locks).toBe(0);
  });

  it('shows all its microphones after a reload too, where the browser names them only to who has one', async () => {
    await page.addInitScript(() => {
      const { mediaDevices } = navigator;
      const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
      const enumerateDevices = mediaDevices.enumerateDevices.bind(mediaDevices);
      let has = false;
      mediaDevices.getUserMedia = async (wanted) => {
        // As long as a browser takes that asks.
        await new Promise((done) => setTimeout(done, 300));
        const stream = await getUserMedia(wanted);
        has = true;
        return stream;
      };
      mediaDevices.enumerateDevices = async () => (has ? await enumerateDevices() : []);
    });
    const microphones = page.getByRole('combobox', { name: 'Microphone' }).locator('option');
    await startTalk();
    await expect.poll(() => microphones.count()).toBeGreaterThan(1);
    await page.reload();

    await expect.poll(() => microphones.count()).toBeGreaterThan(1);
  });
});
