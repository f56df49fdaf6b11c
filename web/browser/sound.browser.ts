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

/** What a test reaches of the page: its one audio element, and what it told the lock screen. */
interface Reached {
  sound: HTMLAudioElement;
  handlers: Record<string, () => void>;
}

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
  server.soundSeconds = 30;
  page = await context.newPage();
  await page.addInitScript(() => {
    const reached = window as unknown as Reached;
    reached.handlers = {};
    const Original = window.Audio;
    window.Audio = function () {
      reached.sound = new Original();
      return reached.sound;
    } as unknown as typeof Audio;
    navigator.mediaSession.setActionHandler = (action, handler) => {
      reached.handlers[action] = handler as () => void;
    };
  });
  await page.goto(`/#${CODE}`);
  await page.getByRole('button', { name: 'Español' }).click();
  await page.getByText('Live').waitFor();
  server.audio(0, 'Buenos días.', page);
  await page.locator('.heard').waitFor();
  await expect.poll(plays).toBe(true);
});

afterEach(() => context.close());

/** Whether a piece moves on, as opposed to silence. */
async function plays(): Promise<boolean> {
  return page.evaluate(async () => {
    const { sound } = window as unknown as Reached;
    const before = sound.currentTime;
    await new Promise((go) => setTimeout(go, 50));
    return !sound.paused && !sound.loop && sound.currentTime > before;
  });
}

/** What others do to the sound: the lock screen's buttons, and the system for itself. */
const fromOutside = (what: string) =>
  page.evaluate(async (what) => {
    const { sound, handlers } = window as unknown as Reached;
    if (what === 'stopped') {
      sound.pause();
    } else if (what === 'goes on') {
      await sound.play();
    } else if (what === 'hidden') {
      Object.defineProperty(document, 'hidden', { get: () => true });
    } else {
      handlers[what]?.();
    }
  }, what);
const playbackState = () => page.evaluate(() => navigator.mediaSession.playbackState);

describe('the lock screen', () => {
  it('names the talk, pauses it and plays on', async () => {
    expect(await page.evaluate(() => navigator.mediaSession.metadata?.title)).toBe(CODE);
    expect(await playbackState()).toBe('playing');

    await fromOutside('pause');
    await page.getByText('Within a minute you go on').waitFor();
    expect(await playbackState()).toBe('paused');
    expect(await plays()).toBe(false);

    await fromOutside('play');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    expect(await playbackState()).toBe('playing');
    await expect.poll(plays).toBe(true);
  });
});

describe('the system', () => {
  it.each(['seen', 'hidden'])('may stop the sound of a page that is %s for a call, and let it go on', async (how) => {
    await fromOutside(how);
    await fromOutside('stopped');
    await page.getByText('Within a minute you go on').waitFor();
    expect(await playbackState()).toBe('paused');

    await fromOutside('goes on');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    expect(await playbackState()).toBe('playing');
    await expect.poll(plays).toBe(true);
  });
});

describe('the volume', () => {
  const sound = () =>
    page.evaluate(() => {
      const { sound } = window as unknown as Reached;
      return { muted: sound.muted, volume: sound.volume };
    });

  it('is turned off and on without losing a word', async () => {
    await page.getByRole('button', { name: 'Sound off' }).click();
    expect(await sound()).toEqual({ muted: true, volume: 1 });
    await expect.poll(plays).toBe(true);

    await page.getByRole('button', { name: 'Sound on' }).click();
    expect(await sound()).toEqual({ muted: false, volume: 1 });
  });

  it('is set, and stays so for the next piece', async () => {
    await page.getByLabel('Volume').fill('0.3');
    expect(await sound()).toEqual({ muted: false, volume: 0.3 });
    server.audio(3_000, 'Buenas noches.', page);
    await page.evaluate(() => ((window as unknown as Reached).sound.currentTime = 29.9));

    await page.locator('.heard', { hasText: 'Buenas noches.' }).waitFor();
    expect(await sound()).toEqual({ muted: false, volume: 0.3 });
  });
});

describe('what is downloaded', () => {
  it('is a little of what waits, and nothing in a pause', async () => {
    const fetched: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/sounds/')) {
        fetched.push(new URL(request.url()).pathname);
      }
    });
    await page.getByRole('button', { name: 'Pause' }).click();
    for (let i = 1; i < 20; i++) {
      server.audio(i * 3_000, `Frase ${i}.`, page);
    }
    await page.getByText('Frase 19.').waitFor();
    expect(fetched).toEqual([]);

    await page.getByRole('button', { name: 'Play' }).click();
    await expect.poll(() => fetched.length).toBeGreaterThan(0);
    let before = 0;
    const isSteady = () => {
      const earlier = before;
      before = fetched.length;
      return before === earlier;
    };
    await expect.poll(isSteady, { interval: 500 }).toBe(true);
    expect(fetched.length).toBeLessThanOrEqual(6);
  });
});
