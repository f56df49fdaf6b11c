import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { startChromium } from './chromium';
import { heardBy } from './ears';
import { percentile, wordErrorRate } from './figures';
import { startFirefox } from './firefox';
import { endOfSpeech, spokenBy } from './mouth';
import { beginTalk, captionsShown, endTalk, guest, join } from './rooms';
import { withoutSkipped } from './skipped';
import { SoundServer } from './soundServer';

const SAID = readFileSync(new URL('../../samples/recordings/talk.txt', import.meta.url), 'utf8');

/** How much of it is said: as much as seven or eight sentences. */
const TALK_MILLIS = 28_000;

/** A desktop with another sound server can't have this one beside it. */
const HAS_SOUND = SoundServer.isThere();

let sound: SoundServer;
let firefox: Browser;
let chromium: Browser;

beforeAll(async () => {
  if (!HAS_SOUND) {
    return;
  }
  sound = await SoundServer.start();
  [firefox, chromium] = await Promise.all([startFirefox(sound.environment), startChromium()]);
}, 120_000);

afterAll(async () => {
  if (HAS_SOUND) {
    await Promise.all([firefox.close(), chromium.close()]);
    await sound.stop();
  }
});

it.runIf(HAS_SOUND)('is spoken in Firefox, and heard in another page', { timeout: TALK_MILLIS + 120_000 }, async () => {
  // Given
  const speaker = await guest(firefox, inject('system'));
  const code = await beginTalk(speaker, 'Hedy Lamarr');
  const listener = await guest(chromium, inject('system'));
  await join(listener, code, 'Español');
  await speaker.page.getByText('1 listener').waitFor();

  // When
  const hush = sound.say(inject('speech'));
  await speaker.page.waitForTimeout(TALK_MILLIS);
  hush();
  await endTalk(speaker);
  await listener.page.getByText('Thank you for listening').waitFor({ timeout: 30_000 });

  // Then
  const announced = listener.wire.audio();
  const recognised = announced.map(({ sourceText }) => sourceText).join(' ');
  expect(announced.length).toBeGreaterThanOrEqual(5);
  expect(wordErrorRate(SAID, recognised)).toBeLessThan(0.3);

  const heard = await heardBy(listener.page);
  const wanted = withoutSkipped('From Firefox', announced, heard, listener.wire);
  expect(heard.map(({ url }) => url)).toEqual(wanted.map(({ url }) => url));
  expect(heard.every(({ whole, loudest }) => whole && loudest > 0.02)).toBe(true);
  expect(await captionsShown(listener.page)).toEqual(expect.arrayContaining(announced.map(({ text }) => text)));

  const spoken = await spokenBy(speaker.page);
  const latencies = wanted.map(
    ({ mediaEndMillis }, i) => (heard[i]?.loudAt ?? Number.NaN) - endOfSpeech(spoken, mediaEndMillis),
  );
  const [median, slowest] = [50, 100].map((percent) => percentile(latencies, percent));
  process.stdout.write(
    `Spoken in Firefox: ${heard.length} pieces heard ${median} ms (median), ${slowest} ms (longest) after they were spoken; ` +
      `word error rate ${wordErrorRate(SAID, recognised).toFixed(3)}\n`,
  );
});
