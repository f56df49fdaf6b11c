import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startChromium } from './chromium';
import { serveFiles } from './files';
import { CODE, PlayedServer } from './playedServer';

/** More controls than this no screen has. */
const MOST_TABS = 30;

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

/** Presses Tab until something with this name has the focus. */
async function tabTo(name: string | RegExp): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus');
    const matches = focused.and(page.getByRole('button', { name })).or(focused.and(page.getByLabel(name)));
    if (
      (await matches.count()) > 0 ||
      (await focused.filter({ hasText: name }).and(page.locator('summary')).count()) > 0
    ) {
      return;
    }
  }
  throw new Error(`Tab does not come to ${name}`);
}

const press = async (name: string | RegExp, key = 'Enter') => {
  await tabTo(name);
  await page.keyboard.press(key);
};
const focusedText = () => page.locator(':focus').innerText();

describe('with the keyboard alone', () => {
  it('somebody finds a talk, listens, pauses, changes what it looks like and the language, and leaves', async () => {
    await page.goto('/');
    await tabTo('Code of the talk');
    await page.keyboard.type(CODE.toUpperCase());
    await page.keyboard.press('Enter');
    await page.getByText('Press your language').waitFor();
    expect(await focusedText()).toBe('Press your language');
    expect(await page.title()).toBe('Press your language · Dragoman');

    await press('Español');
    await page.getByText('Live').waitFor();
    expect(await focusedText()).toBe('Captions');
    server.caption(0, 'Buenos días.');
    await tabTo('Captions');

    await press('Pause', 'Space');
    await page.getByText('Within a minute you go on').waitFor();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Pause' }).waitFor();

    await tabTo('Volume');
    await page.keyboard.press('ArrowLeft');
    await tabTo('Language');
    await page.keyboard.type('Cat');
    await expect.poll(() => server.heard.map(({ action }) => action)).toContain('changeLanguage');

    await press('Display');
    await press('Larger text');
    expect(
      await page.locator('.listen main').evaluate((main) => getComputedStyle(main).getPropertyValue('--text')),
    ).toBe('1.5');
    await press('High contrast', 'Space');
    await page.locator('[data-contrast=high]').waitFor();

    await page.keyboard.press('Shift+Tab');
    await press('Leave');
    await page.getByText('Listen to a talk').waitFor();
    expect(await focusedText()).toBe('Listen to a talk');
  });

  it('somebody who got the passcode wrong can type it at once', async () => {
    server.facts.passcodeNeeded = true;
    await page.goto(`/#${CODE}`);
    await tabTo('Passcode');
    await page.keyboard.type('open');
    await press('Español');
    await page.getByRole('alert').waitFor();
    await page.keyboard.type('sesame');
    await press('Español');

    await page.getByText('Live').waitFor();
  });

  it('somebody hears that a talk is over, and saves its text', async () => {
    await page.goto(`/#${CODE}`);
    await press('Español');
    await page.getByText('Live').waitFor();
    server.caption(0, 'Buenos días.');
    await tabTo('Pause');
    server.say({ type: 'sessionOver', mediaMillis: 2_000, gaps: 0 });
    await page.getByText('Thank you for listening').waitFor();
    expect(await focusedText()).toBe('The talk is over');

    const [download] = await Promise.all([page.waitForEvent('download'), press('Save as text')]);
    expect(download.suggestedFilename()).toBe(`${CODE}-es.txt`);
  });

  it('somebody signs in, speaks, pauses, goes on and ends the talk', async () => {
    await page.goto('/speak/');
    await tabTo('Your name');
    await page.keyboard.type('Ada');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Start the talk' }).waitFor();
    expect(await focusedText()).toBe('Give a talk');

    await press('Start the talk');
    await page.getByText(CODE).first().waitFor();
    await press('Show large');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    expect(await focusedText()).toBe('Show large');

    await press('Pause');
    await page.getByText('Paused: nobody').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Pause' }).waitFor();

    await press('End the talk');
    await press('Yes, end it');
    await page.getByText('Ending').waitFor();
    server.say({ type: 'sessionOver', mediaMillis: 2_000, gaps: 0 });
    await page.getByText('Everything was delivered').waitFor();
    expect(await focusedText()).toBe('The talk is over');
  });
});

describe('what is read out', () => {
  const live = () => page.locator('[role=log]').getAttribute('aria-live');

  it('is each new sentence, and never the many that come at once', async () => {
    await page.goto(`/#${CODE}`);
    await page.getByRole('button', { name: 'Español' }).click();
    await page.getByText('Live').waitFor();
    // Every time the log is read out, what is new in it is.
    await page.evaluate(() => {
      const log = document.querySelector('[role=log]');
      const readOut: string[] = [];
      Object.assign(window, { readOut });
      new MutationObserver((changes) => {
        if (log?.getAttribute('aria-live') === 'polite') {
          changes.forEach(({ addedNodes }) => addedNodes.forEach((node) => readOut.push(node.textContent ?? '')));
        }
      }).observe(log as Node, { childList: true });
    });
    server.caption(60_000, 'Uno.');
    server.caption(63_000, 'Dos.');
    await page.getByText('Dos.').waitFor();
    expect(await live()).toBe('polite');

    server.missed = Array.from({ length: 10 }, (_, i) => server.captionOf(i * 3_000, `Antes ${i}.`));
    await page.getByRole('button', { name: 'Hear the last minute' }).click();
    await page.getByText('Antes 9.').waitFor();
    server.caption(66_000, 'Tres.');
    await page.getByText('Tres.').waitFor();

    expect(await page.evaluate(() => (window as unknown as { readOut: string[] }).readOut)).toEqual([
      'Uno.',
      'Dos.',
      'Tres.',
    ]);
    expect(await page.locator('[aria-hidden=true].partial, .partial:not([aria-hidden])').count()).toBe(0);
  });

  it('of a speaker’s page is how the talk is, not each tenth of a second of delay', async () => {
    await page.goto('/speak/');
    await page.getByLabel('Your name').fill('Ada');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Start the talk' }).click();
    await page.getByText(CODE).first().waitFor();
    const says = (delayMillis: number) =>
      server.say({
        type: 'sessionStatus',
        phase: 'LIVE',
        listeners: {},
        pipeline: { recognisedMillis: 9_000, lastWords: '', delayMillis, gaps: 0 },
      });
    says(1_830);
    await page.getByText('1.8 s behind').waitFor();
    says(2_310);
    await page.getByText('2.3 s behind').waitFor();

    expect(await page.getByRole('status').allInnerTexts()).toContain('Live');
    expect((await page.getByRole('status').allInnerTexts()).join(' ')).not.toContain('behind');
  });
});
