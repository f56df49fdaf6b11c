import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { startChromium } from './chromium';
import { audioElements, heardBy } from './ears';
import { percentile, wordErrorRate } from './figures';
import { endOfSpeech, spokenBy } from './mouth';
import { givenAway } from './privacy';
import { beginTalk, captionsShown, endTalk, guest, join, saved } from './rooms';
import { withoutSkipped } from './skipped';

const SAID = readFileSync(new URL('../../samples/recordings/talk.txt', import.meta.url), 'utf8');

/** How much of it is said. */
const TALK_MILLIS = 38_000;

/** So long somebody speaks before anything is measured: a system that has just begun is slower. */
const WARM_UP_MILLIS = 8_000;

const LANGUAGES = [
  { code: 'es', name: 'Español' },
  { code: 'ca', name: 'Català' },
];

let browser: Browser;

beforeAll(async () => {
  browser = await startChromium([`--use-file-for-fake-audio-capture=${inject('speech')}%noloop`]);
  const speaker = await guest(browser, inject('system'));
  const code = await beginTalk(speaker, 'Grace Hopper');
  const listeners = await Promise.all(
    LANGUAGES.map(async ({ name }) => {
      const listener = await guest(browser, inject('system'));
      await join(listener, code, name);
      return listener;
    }),
  );
  await speaker.page.waitForTimeout(WARM_UP_MILLIS);
  await endTalk(speaker);
  await Promise.all([speaker, ...listeners].map(({ page }) => page.context().close()));
}, 120_000);

afterAll(() => browser.close());

it('is spoken in one page and heard in two others', { timeout: TALK_MILLIS + 120_000 }, async () => {
  // Given
  const speaker = await guest(browser, inject('system'));
  const code = await beginTalk(speaker, 'Ada Lovelace', true);
  const listeners = await Promise.all(
    LANGUAGES.map(async (language) => {
      const listener = await guest(browser, inject('system'));
      await join(listener, code, language.name);
      return { ...listener, language };
    }),
  );
  await speaker.page.getByText('2 listeners').waitFor();

  // When
  await speaker.page.waitForTimeout(TALK_MILLIS);
  await endTalk(speaker);

  // Then
  const recognised = speaker.wire.captions('en').map(({ text }) => text);
  expect(wordErrorRate(SAID, recognised.join(' '))).toBeLessThan(0.2);

  // Nobody else was asked for anything, and no address holds a secret.
  for (const { page, wire, refused } of [speaker, ...listeners]) {
    expect(wire.secrets()).not.toEqual([]);
    expect(await givenAway(page, wire.requests, wire.secrets())).toEqual([]);
    expect(refused).toEqual([]);
  }

  const spoken = await spokenBy(speaker.page);
  for (const { page, wire, language } of listeners) {
    await page.getByText('Thank you for listening').waitFor({ timeout: 30_000 });
    const announced = wire.audio();
    const heard = await heardBy(page);
    expect(announced.length).toBeGreaterThanOrEqual(7);

    // Everything that was announced was heard, once, to its end, in order, one after the other, as speech.
    const wanted = withoutSkipped(language.name, announced, heard, wire);
    expect(heard.map(({ url }) => url)).toEqual(wanted.map(({ url }) => url));
    expect(await audioElements(page)).toBe(1);
    heard.forEach((one, i) => {
      expect(one).toMatchObject({ whole: true });
      expect(one.loudest).toBeGreaterThan(0.02);
      expect(one.fastest).toBeLessThanOrEqual(1.25);
      expect(one.beganAt).toBeGreaterThanOrEqual(heard[i - 1]?.overAt ?? 0);
    });

    // What was heard can be read, in the same words, and kept, because the speaker lets them.
    const told = [...wire.captions(language.code), ...announced].map(({ text }) => text);
    await expect.poll(() => captionsShown(page)).toEqual(expect.arrayContaining(told));
    const captions = await captionsShown(page);
    expect(await saved(page, 'Save as text')).toBe(captions.map((line) => `${line}\n`).join(''));
    expect(await saved(page, 'Save as subtitles')).toMatch(/^WEBVTT\n/);

    const latencies = wanted.map(
      ({ mediaEndMillis }, i) => (heard[i]?.loudAt ?? Number.NaN) - endOfSpeech(spoken, mediaEndMillis),
    );
    const [median, slow, slowest] = [50, 95, 100].map((percent) => percentile(latencies, percent));
    process.stdout.write(
      `${language.name}: ${heard.length} pieces heard ${median} ms (median), ${slow} ms (95 %), ${slowest} ms (longest) after they were spoken\n`,
    );
    expect(median).toBeLessThanOrEqual(2_500);
  }
});
