import type { FetchSound } from './player';

const TRIES = 3;
const TRY_MILLIS = 4_000;
const WAIT_MILLIS = 300;

/** Fetches an MP3 whole, in a few tries, as an address that an audio element can play at once. */
export const fetchSound: FetchSound<string> = async (url, signal) => {
  for (let tries = 1; ; tries++) {
    const attempt = new AbortController();
    const abort = () => attempt.abort();
    const timer = setTimeout(abort, TRY_MILLIS);
    signal.addEventListener('abort', abort);
    try {
      const answer = await fetch(url, {
        signal: attempt.signal,
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
      });
      if (answer.ok) {
        return URL.createObjectURL(await answer.blob());
      }
      throw new Error(`${answer.status}`);
    } catch (error) {
      if (tries >= TRIES || signal.aborted) {
        throw error;
      }
      await new Promise((go) => setTimeout(go, WAIT_MILLIS * tries));
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    }
  }
};
