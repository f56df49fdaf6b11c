import { existsSync } from 'node:fs';
import { type Browser, firefox } from 'playwright-core';

const PLACES = ['/usr/bin/firefox-esr', '/usr/bin/firefox'];

/** Debian's Firefox without a screen, driven by WebDriver BiDi; it asks nobody for the microphone. */
export function startFirefox(environment: NodeJS.ProcessEnv): Promise<Browser> {
  const executablePath = process.env['FIREFOX'] ?? PLACES.find((place) => existsSync(place));
  if (executablePath === undefined) {
    throw new Error('no Firefox found; ./dragoman test installs it');
  }
  return firefox.launch({
    channel: 'moz-firefox',
    executablePath,
    env: Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, value ?? ''])),
    firefoxUserPrefs: {
      'media.navigator.permission.disabled': true,
      // Only what is asked of it goes through the network.
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
      'app.normandy.enabled': false,
      'datareporting.policy.dataSubmissionEnabled': false,
      'services.settings.server': 'data:,',
    },
    timeout: 60_000,
  });
}
