import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startChromium } from './chromium';
import { writeReport } from './report';
import { violations } from './violations';

const LANGUAGES = ['es', 'ca'];
const PHONE = { width: 390, height: 780 };
const HOSTILE = `</script><img src=x onerror="document.title='taken'">`;

let browser: Browser;
let context: BrowserContext | undefined;
let report: Awaited<ReturnType<typeof writeReport>> | undefined;

beforeAll(async () => {
  browser = await startChromium();
});

afterEach(async () => {
  await context?.close();
  await report?.remove();
});

afterAll(() => browser.close());

it('shows every utterance in every language, when it was heard and what was lost', async () => {
  // When
  const { page, complaints, asked } = await open(talk(['Good morning.', 'Thank you.', HOSTILE]));

  // Then
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('golden-eagle-427, spoken in English');
  expect(await page.locator('#verdict').textContent()).toBe(
    'Not everything was heard: 3 utterances without sound in Catalan.',
  );
  expect(await page.locator('.block.spoken').allTextContents()).toEqual(['Good morning.', 'Thank you.', HOSTILE]);
  expect(await page.locator('.block.interpreted').count()).toBe(3);
  expect(await page.locator('.block.silent').count()).toBe(3);
  expect(await page.getByRole('row', { name: 'heard, in Spanish' }).textContent()).toBe(
    'heard, in Spanish1.00\u00a0s1.10\u00a0s1.10\u00a0s3',
  );
  expect(await page.title()).toBe('golden-eagle-427: a talk, interpreted');
  expect(complaints).toEqual([]);
  expect(asked).toHaveLength(1);
});

it('is used with the keyboard alone', async () => {
  // Given
  const { page } = await open(talk(['Good morning.', 'Thank you.']));
  const focused = page.locator(':focus');

  // When: from the last of the zoom's buttons into the timeline
  await page.getByRole('button', { name: 'Whole talk' }).focus();
  await page.keyboard.press('Tab');
  expect(await focused.textContent()).toBe('Good morning.');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');

  // Then
  expect(await focused.textContent()).toBe('es: Thank you.');
  expect(await page.locator('#playing').textContent()).toContain('es: Thank you.');
  expect(await page.locator('#sound').getAttribute('src')).toMatch(/^data:audio\/mpeg;base64,/);
  expect(await page.locator('#details').textContent()).toContain('sound there after 1.10\u00a0s');
});

it('has a page without a word, too', async () => {
  // When
  const { page, complaints } = await open({ ...talk([]), waveform: { millisPerPeak: 1, peaks: [] } });

  // Then
  expect(await page.locator('#verdict').textContent()).toContain('nothing was recognised');
  expect(await page.getByText('could not be decoded').isVisible()).toBe(true);
  expect(complaints).toEqual([]);
});

it('can be used by everybody, on a phone, light or dark', async () => {
  // Given: axe has to come in
  const { page } = await open(talk(['Good morning to all of you.', 'Thank you very much for coming.']), true);

  // When
  await page.getByRole('button', { name: 'Play Spanish' }).first().click();

  // Then
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
});

/** A talk that was heard in Spanish and only read in Catalan. */
function talk(texts: string[]): object {
  const utterances = texts.map((text, i) => ({
    mediaStartMillis: 4_000 * i,
    mediaEndMillis: 4_000 * i + 3_000,
    text,
    firstCaptionMillis: 600,
    recognisedMillis: 700,
    interpretations: {
      es: {
        text: `es: ${text}`,
        audioFile: `es/${4_000 * i}.mp3`,
        audioMillis: 2_500,
        translatedMillis: 800,
        heardMillis: [1_000, 1_100, 900][i],
      },
      ca: { text: `ca: ${text}`, translatedMillis: 900, skipped: 'NOT_IN_TIME' },
    },
  }));
  return {
    startedAt: '2026-11-22T10:00:00Z',
    languages: LANGUAGES,
    report: {
      sessionId: 'golden-eagle-427',
      sourceLanguage: 'en',
      audioMillis: 12_000,
      chunksSent: 48,
      chunksAcknowledged: 48,
      gaps: 0,
      utterances,
      heardMillis: texts.length === 0 ? {} : { es: { p50: 1_000, p95: 1_100, max: 1_100 } },
      problems: [],
    },
    waveform: {
      millisPerPeak: 10,
      peaks: Array.from({ length: 1_200 }, (_, i) => (i % 400 < 300 ? (i * 7) % 100 : 0)),
    },
    audio: Object.fromEntries(texts.map((_, i) => [`es/${4_000 * i}.mp3`, 'AAAA'])),
  };
}

async function open(data: object, bypassCSP = false): Promise<{ page: Page; complaints: string[]; asked: string[] }> {
  report = await writeReport(data);
  context = await browser.newContext({ viewport: PHONE, reducedMotion: 'reduce', locale: 'en', bypassCSP });
  const page = await context.newPage();
  const complaints: string[] = [];
  const asked: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(report.address);
  return { page, complaints, asked };
}
