import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { startChromium } from './chromium';
import { beginTalk, endTalk, type Guest, guest } from './rooms';
import { Wire } from './wire';

/** Longer than a page that is awake ever stands still. */
const ASLEEP_MILLIS = 12_000;

let browser: Browser;

/** One talk with what happens to speakers; each case looks at what it left behind. */
let speaker: Guest;
let duplicate: Wire;
const times = { unplugged: 0, changed: 0, muted: 0, asleep: 0, awake: 0, elsewhere: 0, back: 0, reloaded: 0 };
const replacement = { said: '' };

beforeAll(async () => {
  browser = await startChromium([`--use-file-for-fake-audio-capture=${inject('speech')}`]);
  speaker = await guest(browser, inject('system'));
  const { page } = speaker;
  await keepTracks(page);
  await beginTalk(speaker, 'Katherine Johnson');
  await isLive(page);

  // Her microphone is unplugged, and she chooses another than the one it goes on with.
  times.unplugged = Date.now();
  await unplug(page);
  await page.getByText('The microphone went away').waitFor();
  replacement.said = await page.getByText('The microphone went away').innerText();
  await chunksAfter(speaker.wire, times.unplugged, 1);
  times.changed = Date.now();
  await page.getByRole('combobox', { name: 'Microphone' }).selectOption({ index: 2 });
  await page.getByText('The microphone went away').waitFor({ state: 'hidden' });
  await chunksAfter(speaker.wire, times.changed, 2);

  // She switches it off and on.
  times.muted = Date.now();
  await page.getByRole('button', { name: 'Microphone off' }).click();
  await page.getByText('Microphone off: nobody hears you').waitFor();
  await page.getByRole('button', { name: 'Microphone on' }).click();
  await isLive(page);

  // She closes the lid, and the network goes.
  const tools = await page.context().newCDPSession(page);
  times.asleep = Date.now();
  await tools.send('Page.setWebLifecycleState', { state: 'frozen' });
  speaker.tunnel.cut();
  await new Promise((done) => setTimeout(done, ASLEEP_MILLIS));
  speaker.tunnel.mend();
  await tools.send('Page.setWebLifecycleState', { state: 'active' });
  times.awake = Date.now();
  await isLive(page);
  await chunksAfter(speaker.wire, times.awake, 2);

  // She duplicates the tab, and comes back to the first.
  times.elsewhere = Date.now();
  const [other] = await Promise.all([
    page.context().waitForEvent('page'),
    page.evaluate(() => void window.open(location.href)),
  ]);
  duplicate = Wire.of(other);
  await page.getByText('This talk goes on in another window').waitFor();
  await chunksAfter(duplicate, times.elsewhere, 3);
  times.back = Date.now();
  await page.getByRole('button', { name: 'Speak here' }).click();
  await isLive(page);
  await chunksAfter(speaker.wire, times.back, 4);
  await other.close();

  // Her sign-in is over when she loads the page anew.
  await page.route(/\/issuer\/token/, (route) => route.fulfill({ json: { access_token: 'good.for.nothing' } }));
  times.reloaded = Date.now();
  await page.reload();
  await page.getByText('You are no longer signed in').waitFor();
  await page.unroute(/\/issuer\/token/);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('You are no longer signed in').waitFor({ state: 'hidden' });
  await isLive(page);
  await chunksAfter(speaker.wire, times.reloaded, 5);
  await endTalk(speaker);
}, 180_000);

afterAll(() => browser.close());

describe('a speaker', () => {
  it('goes on with another microphone when one is unplugged, and is told which', () => {
    expect(replacement.said).toMatch(/goes on with another: \S+/);
    expect(lastOf(1)).toEqual({ last: true, all: true });
  });

  it('loses nothing by unplugging, changing, switching off, sleeping and speaking in another window', () => {
    const over = speaker.wire.received.find(({ message }) => message.type === 'sessionOver')?.message;
    const gaps = over?.type === 'sessionOver' ? over.gaps : Number.NaN;

    expect(gapsUntil(times.elsewhere)).toBe(0);
    // Two pages were closed while they spoke: what was on its way then may be lost, and nothing else.
    process.stdout.write(`A speaker with much trouble: ${gaps} gaps\n`);
    expect(gaps).toBeLessThanOrEqual(2);
    expect(recordings(speaker.wire)).toEqual([0, 1, 2, 4, 5]);
    expect(recordings(duplicate)).toEqual([3]);
  });

  it('is asked to sign in again where the sign-in is over, and goes on with the same talk', () => {
    const after = speaker.wire.sent.filter(({ at }) => at > times.reloaded).map(({ message }) => message.action);

    expect(after).toContain('refreshConnection');
    expect(after).not.toContain('createSession');
  });
});

/** How many gaps there were when the speaker was last told before a moment. */
function gapsUntil(moment: number): number | undefined {
  return speaker.wire.received
    .flatMap(({ at, message }) => (at < moment && message.type === 'sessionStatus' && message.pipeline) || [])
    .at(-1)?.gaps;
}

/** Which recordings a page sent, in order. */
function recordings(wire: Wire): number[] {
  const all = wire.sent.flatMap(({ message }) => (message.action === 'audioChunk' ? [message.recording ?? 0] : []));
  return [...new Set(all)].sort((a, b) => a - b);
}

/** Whether a recording was ended, and everything of it arrived. */
function lastOf(recording: number): { last: boolean; all: boolean } {
  const sent = speaker.wire.sent.flatMap(({ message }) =>
    message.action === 'audioChunk' && message.recording === recording ? [message] : [],
  );
  const arrived = speaker.wire.received.flatMap(({ message }) =>
    message.type === 'chunkAcknowledged' && message.recording === recording ? [message.sequence] : [],
  );
  return {
    last: sent.some(({ last }) => last),
    all: new Set(sent.map(({ sequence }) => sequence)).size === new Set(arrived).size,
  };
}

/** Waits until chunks of a recording have arrived for good. */
async function chunksAfter(wire: Wire, from: number, recording: number): Promise<void> {
  const arrived = () =>
    wire.received.filter(
      ({ at, message }) => at > from && message.type === 'chunkAcknowledged' && message.recording === recording,
    ).length;
  await vi.waitFor(() => expect(arrived()).toBeGreaterThan(3), { timeout: 30_000, interval: 100 });
}

function isLive(page: Page): Promise<void> {
  return page.getByRole('status').getByText('Live').waitFor();
}

/** Keeps what getUserMedia gives, each a microphone of its own, so that it can be taken away. To be called before the page loads. */
async function keepTracks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const tracks: MediaStreamTrack[] = [];
    Object.assign(window, { tracks });
    const { mediaDevices } = navigator;
    const ask = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (wanted) => {
      const stream = await ask(wanted);
      tracks.push(...stream.getAudioTracks());
      const label = `Microphone ${tracks.length}`;
      stream.getAudioTracks().forEach((track) => Object.defineProperty(track, 'label', { value: label }));
      return stream;
    };
  });
}

/** Ends the microphone's track as the browser does when its device goes away. */
async function unplug(page: Page): Promise<void> {
  await page.evaluate(() => {
    const track = (window as unknown as { tracks: MediaStreamTrack[] }).tracks.at(-1);
    track?.stop();
    track?.dispatchEvent(new Event('ended'));
  });
}
