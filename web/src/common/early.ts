import { OTHER_LANGUAGES, pageLanguage } from '../texts/languages';
import { Api, type SessionFacts } from './api';
import { type Config, readConfig } from './config';

/**
 * What a page asks for first. A small script of its own, which runs while the page's large one is still on its way:
 * on a slow network that is a third of the time until somebody can press a language.
 */

/** The talk's code, which stands behind the # of the address, where no server sees it; empty if there is none. */
export function codeInAddress(): string {
  const code = location.hash.slice(1);
  try {
    return decodeURIComponent(code).trim().toLowerCase();
  } catch {
    return code;
  }
}

/** Where the system is. */
export const config: Promise<Config> = readConfig();

const code = codeInAddress();

/** What is known of the talk in the address; undefined if there is none. */
export const firstTalk: Promise<SessionFacts> | undefined = code
  ? config.then(({ api }) => new Api(api).session(code))
  : undefined;

// Whoever needs these waits for them, and hears then what went wrong.
for (const asked of [config, firstTalk, OTHER_LANGUAGES[pageLanguage(navigator.languages)]?.()]) {
  asked?.catch(() => undefined);
}
