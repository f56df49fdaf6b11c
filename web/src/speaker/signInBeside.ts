import { thisVisit } from '../ui/remembered';
import { ask, type Cognito, signedInWith } from './cognito';
import { TALK } from './rememberTalk';
import type { SignedIn } from './tokens';

/** What the window beside is called, and what it answers through: Cognito's page may part it from who opened it. */
const NAME = 'dragoman.signIn';
/** What the states of its questions begin with. */
const MARK = 'beside.';

interface Answer {
  state: string;
  /** Null if nobody was let in. */
  code: string | null;
}

/**
 * Signs in at Cognito's page in a window beside this one, in which all goes on meanwhile. The answer comes
 * through that window, but only this page can use it. While nobody answers there nothing happens: whoever
 * has closed it does this again. To be called in the press of a button, or browsers open no window.
 *
 * @returns undefined if there is no window
 */
export function signInBeside(cognito: Cognito): Promise<SignedIn> | undefined {
  const beside = open('', NAME, 'popup,width=480,height=720');
  return beside ? askIn(beside, cognito) : undefined;
}

async function askIn(beside: Window, cognito: Cognito): Promise<SignedIn> {
  const { address, state, verifier } = await ask(cognito, MARK);
  const answered = answerTo(state);
  beside.location.replace(address);
  beside.focus();
  const { code } = await answered;
  if (code === null) {
    throw new Error('nobody was let in');
  }
  return signedInWith(cognito, code, verifier);
}

function answerTo(state: string): Promise<Answer> {
  return new Promise((answered) => {
    const channel = new BroadcastChannel(NAME);
    channel.onmessage = ({ data }: MessageEvent<Answer>) => {
      if (data.state === state) {
        channel.close();
        answered(data);
      }
    };
  });
}

/**
 * In the window beside, when Cognito's page comes back: hands the answer over and closes the window.
 *
 * @returns whether this is that window
 */
export function answersBeside(): boolean {
  const answer = new URLSearchParams(location.search);
  const state = answer.get('state');
  if (!state?.startsWith(MARK)) {
    return false;
  }
  history.replaceState(null, '', location.pathname);
  // It remembers what the other window did when it was opened, and is not to speak in its place.
  thisVisit.set(TALK, undefined);
  const channel = new BroadcastChannel(NAME);
  channel.postMessage({ state, code: answer.get('code') } satisfies Answer);
  channel.close();
  close();
  return true;
}
