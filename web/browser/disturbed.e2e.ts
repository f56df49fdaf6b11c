import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { Audio } from '../src/protocol';
import { startChromium, startUsualChromium } from './chromium';
import { audioElements, type Heard, heardBy, lastHeardBetween } from './ears';
import { wordErrorRate } from './figures';
import { languageOf, mediaStartOf, piece } from './piece';
import { beginTalk, captionsShown, endTalk, type Guest, guest, guestIn, join, press } from './rooms';
import { withoutSkipped } from './skipped';

const SAID = readFileSync(new URL('../../samples/recordings/talk.txt', import.meta.url), 'utf8');

const CUT_MILLIS = 10_000;

/** Some 200 ms of what a piece sounds like. */
const ENOUGH_MEASURES = 10;

/** After so long the job knows of a listener. */
const KNOWN_MILLIS = 1_000;

/** Within so long a page does what is asked of it, also on a machine that has much else to do. */
const PROMPT_MILLIS = 1_500;

let browser: Browser;
let usual: Awaited<ReturnType<typeof startUsualChromium>>;

/** One talk with everything that happens to talks; each case looks at what it left behind. */
let speaker: Guest;
let hidden: Guest;
let cut: Guest;
let reloaded: Guest;
let switched: Guest;
let paused: Guest;
let late: Guest;
const times = {
  began: 0,
  mended: 0,
  paused: 0,
  resumed: 0,
  switched: 0,
  joinedLate: 0,
  spoken: 0,
  wentOn: 0,
  cameBack: 0,
};

beforeAll(async () => {
  [browser, usual] = await Promise.all([
    startChromium([`--use-file-for-fake-audio-capture=${inject('speech')}%noloop`]),
    startUsualChromium(),
  ]);
  const system = inject('system');
  speaker = await guest(browser, system);
  const code = await beginTalk(speaker, 'Grace Hopper');
  // Nobody speaks before everybody is there: the microphone's talk begins anew when it goes on.
  await speaker.page.getByRole('button', { name: 'Pause' }).click();
  const listener = async (who: Promise<Guest>, language: string) => {
    await join(await who, code, language);
    return who;
  };
  [hidden, cut, reloaded, switched, paused] = await Promise.all([
    listener(guestIn(usual.context, system), 'Español'),
    listener(guest(browser, system), 'Español'),
    listener(guest(browser, system), 'Català'),
    listener(guest(browser, system), 'Español'),
    listener(guest(browser, system), 'Español'),
  ]);

  times.began = Date.now();
  await speaker.page.getByRole('button', { name: 'Go on' }).click();
  const at = (seconds: number) => speaker.page.waitForTimeout(Math.max(0, times.began + 1_000 * seconds - Date.now()));

  const hide = async () => {
    await (await usual.context.newPage()).bringToFront();
    expect(await hidden.page.evaluate(() => document.visibilityState)).toBe('hidden');
  };
  const loseNetwork = async () => {
    await at(4);
    cut.tunnel.cut();
    await cut.page.context().setOffline(true);
    await cut.page.getByText('Connection lost').waitFor();
    await at(4 + CUT_MILLIS / 1_000);
    cut.tunnel.mend();
    await cut.page.context().setOffline(false);
    times.mended = Date.now();
  };
  const reload = async () => {
    await at(12);
    await reloaded.page.reload();
    await press(reloaded, 'Català');
  };
  const pause = async () => {
    await at(9);
    await paused.page.getByRole('button', { name: 'Pause' }).click();
    times.paused = Date.now();
    await at(19);
    times.resumed = Date.now();
    await paused.page.getByRole('button', { name: 'Play' }).click();
  };
  const changeLanguage = async () => {
    await at(14);
    const isHearing = async () => {
      const last = (await heardBy(switched.page)).at(-1);
      return last?.overAt === 0 && last.loudAt > 0;
    };
    while (!(await isHearing())) {
      await switched.page.waitForTimeout(50);
    }
    times.switched = Date.now();
    await switched.page.getByLabel('Language').selectOption('ca');
  };
  const comeLate = async () => {
    await at(22);
    late = await listener(guest(browser, system), 'Català');
    times.joinedLate = Date.now();
    await late.page.getByText('Live').waitFor();
    await late.page.getByRole('button', { name: 'Hear the last minute' }).click();
  };
  const speak = async () => {
    await at(24);
    speaker.tunnel.hold();
    await speaker.page.getByText('Reconnecting, nothing lost').waitFor();
    await at(24 + CUT_MILLIS / 1_000);
    speaker.tunnel.mend();
    await speaker.page.getByText(/^Live/).waitFor();
    await at(54);
    await speaker.page.getByRole('button', { name: 'Pause' }).click();
    await hidden.page.getByText('having a break').waitFor();
    times.spoken = Date.now();
    await at(58);
    await speaker.page.getByRole('button', { name: 'Go on' }).click();
    times.wentOn = Date.now();
    await isRecognised(times.wentOn);
    await speaker.page.reload();
    times.cameBack = Date.now();
    await isRecognised(times.cameBack);
    await endTalk(speaker);
  };
  await Promise.all([hide(), loseNetwork(), reload(), pause(), changeLanguage(), comeLate(), speak()]);
  await Promise.all(
    [hidden, cut, reloaded, switched, paused, late].map(({ page }) =>
      page.getByText('Thank you for listening').waitFor({ timeout: 30_000 }),
    ),
  );
}, 180_000);

afterAll(async () => {
  await Promise.all([browser.close(), usual.close()]);
});

/**
 * What any listener may expect, whatever happened.
 *
 * @param rewoundTo where the sentence begins from which on everything was wanted again, if it was
 */
async function heardWell({ page }: Guest, rewoundTo?: number): Promise<Heard[]> {
  const all = await heardBy(page);
  const from = rewoundTo === undefined ? 0 : all.findLastIndex((one) => mediaStartOf(one) === rewoundTo);
  const heard = all.slice(from);
  expect(await audioElements(page)).toBe(1);
  expect(new Set(heard.map(piece)).size).toBe(heard.length);
  // What gave way to another at once, or came while the page had no time to listen, says nothing.
  expect(heard.filter(({ measures }) => measures < ENOUGH_MEASURES).length).toBeLessThanOrEqual(1);
  heard.forEach((one, i) => {
    const before = heard[i - 1];
    if (one.measures >= ENOUGH_MEASURES) {
      expect(one.loudest).toBeGreaterThan(0.02);
    }
    expect(one.fastest).toBeLessThanOrEqual(1.25);
    expect(one.beganAt).toBeGreaterThanOrEqual(before?.overAt ?? 0);
    if (before && languageOf(before) === languageOf(one)) {
      expect(mediaStartOf(one)).toBeGreaterThan(mediaStartOf(before));
    }
  });
  return heard;
}

describe('a speaker', () => {
  it('loses no word when the network is silent for ten seconds', () => {
    // What she is shown of it while there is no network is not told again: a listener has it all.
    const recognised = hidden.wire.received
      .filter(({ at }) => at < times.spoken)
      .flatMap(({ message }) => (message.type === 'caption' && !message.partial ? [message.sourceText ?? ''] : []));

    expect(recognised.length).toBeGreaterThanOrEqual(7);
    // A microphone on a busy machine costs the recogniser some words; ten seconds without sound would cost a quarter.
    expect(wordErrorRate(SAID, recognised.join(' '))).toBeLessThan(0.22);
  });

  it('goes on after a pause and after loading the page anew, with a recording for each', () => {
    // The first pause, before anybody was there, may have come before there was anything to record.
    const recordings = speaker.wire.sent.flatMap(({ at, message }) =>
      at > times.began && message.action === 'audioChunk' ? [message.recording ?? 0] : [],
    );
    const over = speaker.wire.received.find(({ message }) => message.type === 'sessionOver');
    expect(new Set(recordings).size).toBe(3);
    // What is on its way while a page is closed may be lost, and nothing else: before it, no word was.
    const gaps = over?.message.type === 'sessionOver' ? over.message.gaps : Number.NaN;
    process.stdout.write(`A page loaded anew while somebody speaks: ${gaps} gaps\n`);
    expect(gaps).toBeLessThanOrEqual(1);
    expect(recognisedIn(times.wentOn, times.cameBack)).not.toEqual([]);
    expect(recognisedIn(times.cameBack, Date.now())).not.toEqual([]);
  });
});

describe('a listener', () => {
  it('hears everything with the tab in the background', async () => {
    const heard = await heardWell(hidden);

    const announced = withoutSkipped('In the background', hidden.wire.audio(), heard, hidden.wire);
    expect(heard.map(piece)).toEqual(announced.map(piece));
    expect(heard.every(({ whole }) => whole)).toBe(true);
    expect(heard.length).toBeGreaterThanOrEqual(8);
  });

  it('misses nothing when the network is cut for ten seconds', async () => {
    const heard = await heardWell(cut);
    const told = toldSince(joinedAt(cut));
    const toHear = withoutSkipped('Without a network', told, heard, cut.wire, times.mended);

    expect(cut.wire.received.filter(({ message }) => message.type === 'sessionJoined')).toHaveLength(2);
    expect(heard.map(piece)).toEqual(expect.arrayContaining(toHear.map(piece)));
    expect(await captionsShown(cut.page)).toEqual(expect.arrayContaining(told.map(({ text }) => text)));
  });

  it('hears nothing while it pauses, and everything after', async () => {
    const heard = await heardWell(paused);
    const silentAfter = (await lastHeardBetween(paused.page, times.paused, times.resumed)) - times.paused;
    const toHear = withoutSkipped('With a pause', toldSince(joinedAt(paused)), heard, paused.wire);
    process.stdout.write(`A pause: silence after ${silentAfter} ms\n`);

    expect(silentAfter).toBeLessThan(PROMPT_MILLIS);
    expect(heard.map(piece)).toEqual(expect.arrayContaining(toHear.map(piece)));
    expect(heard.every(({ whole }) => whole)).toBe(true);
    expect(Math.max(...heard.map(({ fastest }) => fastest))).toBeGreaterThan(1);
  });

  it('changes languages in place, without hearing two at once', async () => {
    const heard = await heardWell(switched);
    const first = heard.findIndex((one) => languageOf(one) === 'ca');
    const last = heard[first - 1];
    const anew = heard[first];
    const captions = await captionsShown(switched.page);
    process.stdout.write(
      `Another language: the old one is over after ${(last?.overAt ?? 0) - times.switched} ms, the new one heard after ${(anew?.loudAt ?? 0) - times.switched} ms\n`,
    );

    expect(heard.map(languageOf)).toEqual([...heard.map(languageOf)].sort().reverse());
    expect((last?.overAt ?? 0) - times.switched).toBeLessThan(PROMPT_MILLIS);
    // The same sentence again; the next one if it ended just before.
    const sentences = hidden.wire.audio().map((audio) => mediaStartOf(audio));
    const at = sentences.indexOf(last ? mediaStartOf(last) : Number.NaN);
    expect(at).toBeGreaterThanOrEqual(0);
    expect(sentences.slice(at, at + 2)).toContain(anew && mediaStartOf(anew));
    expect(heard.slice(first).map(piece)).toEqual(
      expect.arrayContaining(
        withoutSkipped('In another language', announcedAfter(switched, times.switched), heard, switched.wire).map(
          piece,
        ),
      ),
    );
    expect(captions).toEqual(expect.arrayContaining(switched.wire.captions('ca').map(({ text }) => text)));
    expect(captions.some((text) => switched.wire.captions('es').some((caption) => caption.text === text))).toBe(false);
  });

  it('hears on after loading the page anew', async () => {
    const heard = await heardWell(reloaded);

    expect(heard.length).toBeGreaterThanOrEqual(5);
    expect(heard.every((one) => languageOf(one) === 'ca')).toBe(true);
  });

  it('that comes late hears the last minute, then what is new', async () => {
    const [first] = hidden.wire.audio().map((audio) => mediaStartOf(audio));
    const heard = await heardWell(late, first);

    expect(heard[0] && mediaStartOf(heard[0])).toBe(first);
    const announced = withoutSkipped('Late', announcedAfter(late, times.joinedLate), heard, late.wire);
    expect(heard.map(piece)).toEqual(expect.arrayContaining(announced.map(piece)));
  });
});

/** What the speaker was shown of what was recognised, for good. */
const recognisedIn = (from: number, to: number) =>
  speaker.wire.received.filter(
    ({ at, message }) => at > from && at < to && message.type === 'caption' && !message.partial,
  );

const isRecognised = (from: number) =>
  vi.waitFor(() => expect(recognisedIn(from, Date.now())).not.toEqual([]), { timeout: 20_000, interval: 100 });

const joinedAt = ({ wire }: Guest): number =>
  wire.received.find(({ message }) => message.type === 'sessionJoined')?.at ?? Number.NaN;

/** What somebody undisturbed was told in Spanish since another had joined, too. */
function toldSince(time: number): Audio[] {
  const told = hidden.wire.received.flatMap(({ at, message }) =>
    at > time + KNOWN_MILLIS && message.type === 'audio' ? [message] : [],
  );
  expect(told.length).toBeGreaterThanOrEqual(8);
  return told;
}

/** What came over the connection from a time on, in the language that was wanted then. */
function announcedAfter({ wire }: Guest, time: number): Audio[] {
  return wire.received.flatMap(({ at, message }) =>
    at > time && message.type === 'audio' && message.language === 'ca' ? [message] : [],
  );
}
