import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const SWITCHES = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Debian's Chromium without a screen, with a microphone that beeps. */
export function startChromium(args: string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: executable(),
    args: [...SWITCHES, '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', ...args],
  });
}

/** A Chromium as people have it: a tab that another is in front of is hidden, and slowed down. */
export async function startUsualChromium(): Promise<{ context: BrowserContext; close: () => Promise<void> }> {
  const profile = mkdtempSync(`${tmpdir()}/dragoman-`);
  const chrome = spawn(
    executable(),
    [...SWITCHES, '--headless=new', '--mute-audio', '--remote-debugging-port=0', `--user-data-dir=${profile}`],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const gone = new Promise<void>((done) => chrome.once('exit', () => done()));
  const address = await new Promise<string>((found, failed) => {
    chrome.once('exit', () => failed(new Error('Chromium did not start')));
    createInterface(chrome.stderr).on('line', (line) => {
      const devTools = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (devTools) {
        found(devTools);
      }
    });
  });
  // By default every page would be told that it is in front.
  const browser = await chromium.connectOverCDP(address, { noDefaults: true });
  const context = browser.contexts()[0];
  if (!context) {
    throw new Error('Chromium has no window');
  }
  return {
    context,
    close: async () => {
      await browser.close();
      chrome.kill();
      await gone;
      // Its other processes may still write for a moment.
      rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

function executable(): string {
  const path = process.env['CHROMIUM'] ?? PLACES.find((place) => existsSync(place));
  if (path === undefined) {
    throw new Error('no Chromium found; ./dragoman test installs it');
  }
  return path;
}
