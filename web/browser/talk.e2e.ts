import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startChromium } from './chromium';
import { heardBy, listenTo } from './ears';

/** Where the system is, and what is spoken into the microphone: a WAV file of so many seconds. */
const SYSTEM = process.env['DRAGOMAN_URL'] ?? 'http://localhost:8080';
const SPEECH = process.env['DRAGOMAN_SPEECH'] ?? '';
const SECONDS = Number(process.env['DRAGOMAN_SPEECH_SECONDS'] ?? '60');

const LANGUAGES = { es: 'Español', ca: 'Català' };

let browser: Browser;

beforeAll(async () => {
  expect(existsSync(SPEECH)).toBe(true);
  browser = await startChromium([`--use-file-for-fake-audio-capture=${SPEECH}%noloop`]);
});

afterAll(() => browser.close());

async function newPage(): Promise<Page> {
  const context = await browser.newContext({ baseURL: SYSTEM, locale: 'en' });
  return context.newPage();
}

it('is spoken in one page and heard in two others', { timeout: (SECONDS + 120) * 1_000 }, async () => {
  const speaker = await newPage();
  await speaker.goto('/speak/');
  await speaker.getByLabel('Your name').fill('Ada Lovelace');
  await speaker.getByRole('button', { name: 'Sign in' }).click();
  await speaker.getByLabel('You speak').selectOption('en');
  await speaker.getByRole('button', { name: 'Start the talk' }).click();
  const code = await speaker.locator('.join .code').first().innerText();

  const listeners = await Promise.all(
    Object.values(LANGUAGES).map(async (name) => {
      const page = await newPage();
      await listenTo(page);
      await page.goto(`/#${code}`);
      await page.getByRole('button', { name, exact: true }).click();
      return page;
    }),
  );
  await speaker.getByText('2 listeners').waitFor();
  await speaker.waitForTimeout(SECONDS * 1_000);
  await speaker.getByRole('button', { name: 'End the talk' }).click();
  await speaker.getByRole('button', { name: 'Yes, end it' }).click();
  await speaker.getByText('Everything was delivered').waitFor({ timeout: 60_000 });

  for (const page of listeners) {
    await page.getByText('Thank you for listening').waitFor({ timeout: 60_000 });
    const words = await page.locator('.captions [role=log] p').allInnerTexts();
    const heard = await heardBy(page);
    process.stdout.write(`${words.length} captions, ${heard.length} pieces heard: ${JSON.stringify(words)}\n`);

    expect(words.length).toBeGreaterThan(2);
    expect(heard.length).toBeGreaterThan(2);
    expect(new Set(heard.map((one) => one.source)).size).toBe(heard.length);
    heard.forEach((one, i) => {
      expect(one.loudest).toBeGreaterThan(0.02);
      expect(one.beganAt).toBeGreaterThanOrEqual(heard[i - 1]?.endedAt ?? 0);
    });
  }
});
