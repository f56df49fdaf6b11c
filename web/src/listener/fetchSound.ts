import type { FetchSound } from './player';

/** A try in which nothing has come for so long is given up; a slow network may take as long as it brings something. */
const NOTHING_MILLIS = 4_000;
const FIRST_WAIT_MILLIS = 300;
const LONGEST_WAIT_MILLIS = 2_000;

/** What another try may help against, of what a server says; whatever else it says stays so. */
const MAY_HELP = [408, 429];

/**
 * Fetches an MP3 whole, as an address that an audio element can play at once. Tries as long as it is wanted: what
 * was announced just before the network went is there when it comes back.
 */
export const fetchSound: FetchSound<string> = async (url, signal) => {
  for (let wait = FIRST_WAIT_MILLIS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MILLIS)) {
    const answer = await tryToFetch(url, signal);
    if (answer instanceof Blob) {
      return URL.createObjectURL(answer);
    }
    signal.throwIfAborted();
    if (answer !== undefined && answer < 500 && !MAY_HELP.includes(answer)) {
      throw new Error(`${answer}`);
    }
    await new Promise<void>((go) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        go();
      };
      const timer = setTimeout(done, wait);
      signal.addEventListener('abort', done);
    });
    signal.throwIfAborted();
  }
};

/** The sound, or how the server refused it; undefined if it can't be reached. */
async function tryToFetch(url: string, signal: AbortSignal): Promise<Blob | number | undefined> {
  const attempt = new AbortController();
  const abort = () => attempt.abort();
  let timer = setTimeout(abort, NOTHING_MILLIS);
  const somethingCame = () => {
    clearTimeout(timer);
    timer = setTimeout(abort, NOTHING_MILLIS);
  };
  signal.addEventListener('abort', abort);
  try {
    const answer = await fetch(url, { signal: attempt.signal, credentials: 'omit', referrerPolicy: 'no-referrer' });
    return answer.ok ? await whole(answer, somethingCame) : answer.status;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

/** All of an answer's body. @param somethingCame called with each part of it */
async function whole(answer: Response, somethingCame: () => void): Promise<Blob> {
  const parts = answer.clone().body?.getReader();
  const watch = async () => {
    while (parts && !(await parts.read()).done) {
      somethingCame();
    }
  };
  const [sound] = await Promise.all([answer.blob(), watch()]);
  return sound;
}
