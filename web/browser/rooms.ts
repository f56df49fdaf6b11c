import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { listenTo } from './ears';
import { watchMicrophone } from './mouth';
import { Tunnel } from './tunnel';
import { Wire } from './wire';

/** Somebody's page, the network it is on, and what it says and hears. */
export interface Guest {
  page: Page;
  tunnel: Tunnel;
  wire: Wire;
  /** What the page's own policy kept it from doing. */
  refused: string[];
}

/** A page of somebody's own: with the sounds, the microphone and the messages noted. */
export async function guest(browser: Browser, system: string): Promise<Guest> {
  return guestIn(await browser.newContext({ locale: 'en' }), system);
}

/** A page as one tab of several. */
export async function guestIn(context: BrowserContext, system: string): Promise<Guest> {
  const tunnel = await Tunnel.to(system);
  const page = await context.newPage();
  await listenTo(page);
  await watchMicrophone(page);
  page.on('close', () => tunnel.close());
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) {
      refused.push(message.text());
    }
  });
  return { page, tunnel, wire: Wire.of(page), refused };
}

/** Begins a talk as a speaker does. Says its code. */
export async function beginTalk({ page, tunnel }: Guest, name: string, keepsText = false): Promise<string> {
  await page.goto(`${tunnel.address}/speak/`);
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('You speak').selectOption('en');
  if (keepsText) {
    await page.getByText('Options').click();
    await page.getByLabel('Keep the text of the talk').check();
  }
  await page.getByRole('button', { name: 'Start the talk' }).click();
  return page.locator('.join .code').first().innerText();
}

/** Finds a talk by its link and presses a language. */
export async function join({ page, tunnel }: Guest, code: string, language: string): Promise<void> {
  await page.goto(`${tunnel.address}/#${code}`);
  await press({ page }, language);
}

/** Presses a language: the sound starts. */
export async function press({ page }: Pick<Guest, 'page'>, language: string): Promise<void> {
  await page.getByRole('button', { name: language, exact: true }).click();
  await page.locator('.listen').waitFor();
}

export async function endTalk({ page }: Guest): Promise<void> {
  await page.getByRole('button', { name: 'End the talk' }).click();
  await page.getByRole('button', { name: 'Yes, end it' }).click();
  await page.getByRole('heading', { name: 'The talk is over' }).waitFor({ timeout: 30_000 });
}

/** The captions as they can be read. */
export function captionsShown(page: Page): Promise<string[]> {
  return page.locator('.captions [role=log] > p').allInnerTexts();
}

/** What the page offers to keep, as a file. */
export async function saved(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return readFile(await download.path(), 'utf8');
}
