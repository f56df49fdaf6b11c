import type { Browser } from 'playwright-core';
import { type Asked, serveFiles } from './files';
import { CODE, FACTS } from './playedServer';

/** A way into the pages, and what can be used as soon as one has come in. */
export const WAYS_IN = [
  { name: 'listener, with a link', path: `/#${CODE}`, usable: '.languages button' },
  { name: 'listener, with a code to type', path: '/', usable: 'form button' },
  { name: 'speaker', path: '/speak/', usable: 'form button' },
];

export type WayIn = (typeof WAYS_IN)[number];

/** A network and a processor. */
export interface Profile {
  /** Milliseconds that every request takes at the least. */
  latency: number;
  bitsPerSecond: number;
  /** How many times slower than this machine. */
  slower: number;
  /** Milliseconds to set up the first connection. */
  connect: number;
}

export interface Interactive {
  /** From the start of the navigation to the picture in which the page can be used. */
  millis: number;
  /** How many answers had to be waited for, one after the other. */
  rounds: number;
}

/**
 * Opens a page for the first time, in German, so that its words have to be fetched too, and waits until it can be used.
 *
 * @param answerMillis how long the server takes for each answer; by that it is known what waited for what
 */
export async function untilInteractive(
  browser: Browser,
  wayIn: WayIn,
  { answerMillis = 0, profile }: { answerMillis?: number; profile?: Profile },
): Promise<Interactive> {
  const files = await serveFiles({
    json: { [`/sessions/${CODE}`]: FACTS },
    answerMillis,
    connectMillis: profile?.connect ?? 0,
  });
  const context = await browser.newContext({ baseURL: files.address, locale: 'de' });
  const page = await context.newPage();
  if (profile) {
    const devTools = await context.newCDPSession(page);
    await devTools.send('Network.enable');
    const { latency, bitsPerSecond, slower } = profile;
    const bytesPerSecond = bitsPerSecond / 8;
    await devTools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency,
      downloadThroughput: bytesPerSecond,
      uploadThroughput: bytesPerSecond / 2,
    });
    await devTools.send('Emulation.setCPUThrottlingRate', { rate: slower });
  }
  await page.addInitScript((usable) => {
    const look = () => {
      if (document.querySelector(usable)) {
        Object.assign(window, { usable: { millis: performance.now(), at: Date.now() } });
      } else {
        requestAnimationFrame(look);
      }
    };
    requestAnimationFrame(look);
  }, wayIn.usable);
  await page.goto(wayIn.path, { waitUntil: 'commit' });
  const usable = await page.waitForFunction(
    () => (window as unknown as { usable?: { millis: number; at: number } }).usable,
  );
  const { millis, at } = (await usable.jsonValue()) ?? { millis: Number.NaN, at: 0 };
  await context.close();
  files.close();
  return { millis, rounds: rounds(files.asked.filter(({ answeredAt }) => answeredAt <= at)) };
}

/** The longest chain of requests of which each came after the answer to the one before. */
function rounds(asked: readonly Asked[]): number {
  const depths: number[] = [];
  asked.forEach(({ cameAt }, i) => {
    const before = asked.slice(0, i).flatMap((one, j) => (one.answeredAt <= cameAt ? [depths[j] ?? 0] : []));
    depths[i] = 1 + Math.max(0, ...before);
  });
  return Math.max(0, ...depths);
}
