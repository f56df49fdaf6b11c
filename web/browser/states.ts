import type { BrowserContext, Page, Request } from 'playwright-core';
import { CODE, PlayedServer } from './playedServer';

/** A state of a page, and how a test gets there. */
export interface State {
  name: string;
  reach(page: Page, server: PlayedServer): Promise<void>;
}

const TALK = [
  ['Buenos días a todas y a todos.', 'Good morning everybody.'],
  ['Hoy hablamos de los intérpretes que traducen mientras alguien habla.', 'Today we talk about interpreters.'],
  ['Un intérprete escucha, entiende y habla a la vez.', 'An interpreter listens, understands and speaks at once.'],
] as const;

async function findTalk(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByLabel('Code of the talk').waitFor();
}

/** Presses a language and waits for some words. */
async function press(page: Page, words: string): Promise<void> {
  await choose(page);
  await page.getByRole('button', { name: 'Español' }).click();
  await page.getByText(words).first().waitFor();
}

async function choose(page: Page): Promise<void> {
  await page.goto(`/#${CODE}`);
  await page.getByRole('button', { name: 'Español' }).waitFor();
}

async function listen(page: Page, server: PlayedServer): Promise<void> {
  await press(page, 'Live');
  TALK.forEach(([text, source], i) => {
    server.caption(i * 3_000, text, false, 'es', source);
    server.audio(i * 3_000, text, page);
  });
  server.caption(9_000, 'y nadie tiene que', true);
  await page.getByText('nadie tiene que').waitFor();
}

async function hearToTheEnd(page: Page, server: PlayedServer): Promise<void> {
  server.soundSeconds = 0.1;
  await listen(page, server);
  server.say({ type: 'sessionOver', mediaMillis: 12_000, gaps: 0 });
  await page.getByText('Thank you for listening').waitFor();
}

async function unreachable(page: Page, path: string): Promise<void> {
  await page.route('**/config.json', (route) => route.abort());
  await page.goto(path);
  await page.getByText('can’t be reached').waitFor();
}

/** Asks for a microphone, and is refused as getUserMedia refuses. */
async function askInVain(page: Page, name: string): Promise<void> {
  await page.addInitScript((name) => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', name));
  }, name);
  await prepare(page);
  await page.getByRole('button', { name: 'Start the talk' }).click();
  await page.getByRole('alert').waitFor();
}

/** Starts a talk for which there was a microphone; in it getUserMedia fails so, or never answers if it is awaited. */
async function startWithout(page: Page, answer: 'awaited' | 'NotAllowedError' | 'NotReadableError'): Promise<void> {
  await page.addInitScript((answer) => {
    const { mediaDevices } = navigator;
    const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = (wanted) => {
      mediaDevices.getUserMedia = () =>
        answer === 'awaited' ? new Promise(() => undefined) : Promise.reject(new DOMException('', answer));
      return getUserMedia(wanted);
    };
  }, answer);
  await prepare(page);
  await page.getByRole('button', { name: 'Start the talk' }).click();
}

async function prepare(page: Page): Promise<void> {
  await page.goto('/speak/');
  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Start the talk' }).waitFor();
}

async function speak(page: Page, server: PlayedServer): Promise<void> {
  await prepare(page);
  await page.getByLabel('What the talk is called').fill('How interpreters think');
  await page.getByRole('button', { name: 'Start the talk' }).click();
  await page.getByText(CODE).first().waitFor();
  await page.getByText('Pause').waitFor();
  const pipeline = { recognisedMillis: 9_000, lastWords: '', delayMillis: 1_830, gaps: 0 };
  server.say({ type: 'sessionStatus', phase: 'LIVE', listeners: { es: 23, ca: 7, fr: 1 }, pipeline });
  TALK.forEach(([, source], i) => server.caption(i * 3_000, source, false, 'en'));
  server.caption(9_000, 'and nobody has to', true, 'en');
  await page.getByText('1.8 s behind').waitFor();
}

/** Every state of both pages that somebody may see. */
export const STATES: readonly State[] = [
  { name: 'listener-find', reach: findTalk },
  {
    name: 'listener-not-found',
    reach: async (page) => {
      await page.goto('/#no-such-talk');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'listener-broken-link',
    reach: async (page) => {
      await page.goto('/#golden%E0');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'listener-looking',
    reach: async (page, server) => {
      server.ignored.add('facts');
      await page.goto(`/#${CODE}`);
      await page.getByText('Looking for the talk').waitFor();
    },
  },
  { name: 'listener-unreachable', reach: (page) => unreachable(page, '/') },
  {
    name: 'listener-too-old',
    reach: async (page) => {
      await page.addInitScript(() =>
        Object.defineProperty(navigator, 'languages', { get: () => ['it'], configurable: true }),
      );
      await page.route('**/assets/it-*', (route) => route.abort());
      await page.goto('/');
      await page.getByText('could not start').waitFor();
    },
  },
  {
    name: 'listener-unreachable-talk',
    reach: async (page) => {
      await page.route(/\/sessions\//, (route) => route.abort());
      await page.goto(`/#${CODE}`);
      await page.getByRole('button', { name: 'Try again' }).waitFor();
    },
  },
  { name: 'listener-join', reach: choose },
  {
    name: 'listener-join-ended',
    reach: async (page, server) => {
      server.facts.phase = 'ENDED';
      await choose(page);
      await page.getByText('to read what was said').waitFor();
    },
  },
  {
    name: 'listener-too-late',
    reach: async (page, server) => {
      server.refused.joinSession = { code: 'SESSION_ENDED' };
      server.missed = TALK.map(([text], i) => server.captionOf(i * 3_000, text));
      await press(page, 'Thank you for listening');
      await page.getByText(TALK[0][0]).waitFor();
    },
  },
  {
    name: 'listener-passcode-missing',
    reach: async (page, server) => {
      server.facts.passcodeNeeded = true;
      await press(page, 'Enter the passcode first');
    },
  },
  {
    name: 'listener-full',
    reach: async (page, server) => {
      server.refused.joinSession = { code: 'SESSION_FULL' };
      await press(page, 'As many people listen as may');
    },
  },
  {
    name: 'listener-too-many-tries',
    reach: async (page, server) => {
      server.refused.joinSession = { code: 'RATE_LIMITED', retryAfterSeconds: 60 };
      await press(page, 'too many tries');
    },
  },
  {
    name: 'listener-joining',
    reach: async (page, server) => {
      server.ignored.add('joinSession');
      await press(page, 'Joining');
    },
  },
  {
    name: 'listener-joining-slowly',
    reach: async (page, server) => {
      server.ignored.add('joinSession');
      await page.clock.install();
      await press(page, 'Joining');
      await page.clock.fastForward(16_000);
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'listener-language-refused',
    reach: async (page, server) => {
      server.refused.changeLanguage = { code: 'INVALID_FIELD' };
      await listen(page, server);
      await page.getByLabel('Language').selectOption('ca');
      await page.getByText('can’t be had').waitFor();
    },
  },
  {
    name: 'listener-language-refused-in-high-contrast',
    reach: async (page, server) => {
      server.refused.changeLanguage = { code: 'INVALID_FIELD' };
      await listen(page, server);
      await page.getByText('Display').click();
      await page.getByLabel('High contrast').check();
      await page.getByText('Display').click();
      await page.getByLabel('Language').selectOption('ca');
      await page.getByText('can’t be had').waitFor();
    },
  },
  {
    name: 'listener-nothing-missed',
    reach: async (page, server) => {
      await listen(page, server);
      await page.getByRole('button', { name: 'Hear the last minute' }).click();
      await page.getByText('in the last minute').waitFor();
    },
  },
  {
    name: 'listener-break',
    reach: async (page, server) => {
      await listen(page, server);
      server.say({ type: 'sessionState', phase: 'PAUSED' });
      await page.getByText('having a break').waitFor();
    },
  },
  {
    name: 'listener-speaker-muted',
    reach: async (page, server) => {
      await listen(page, server);
      server.say({ type: 'sessionState', phase: 'MUTED' });
      await page.getByText('microphone is off').waitFor();
    },
  },
  {
    name: 'listener-scrolled-back',
    reach: async (page, server) => {
      await listen(page, server);
      for (let i = 3; i < 40; i++) {
        server.caption(i * 3_000, `Frase número ${i}.`);
      }
      await page.getByText('Frase número 39.').waitFor();
      await page.locator('.captions').evaluate((captions) => captions.scrollTo({ top: 0 }));
      await page.getByRole('button', { name: 'Newest words' }).waitFor();
    },
  },
  {
    name: 'listener-sound-off',
    reach: async (page, server) => {
      await listen(page, server);
      await page.getByRole('button', { name: 'Sound off' }).click();
      await page.getByRole('button', { name: 'Sound on' }).waitFor();
    },
  },
  {
    name: 'listener-last-words',
    reach: async (page, server) => {
      await listen(page, server);
      server.say({ type: 'sessionState', phase: 'ENDED' });
      await page.getByText('The last words are coming').waitFor();
    },
  },
  {
    name: 'listener-passcode',
    reach: async (page, server) => {
      server.facts.passcodeNeeded = true;
      await choose(page);
      await page.getByRole('textbox', { name: 'Passcode' }).fill('wrong');
      await page.getByRole('button', { name: 'Español' }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'listener-waiting',
    reach: async (page, server) => {
      server.facts.phase = 'WAITING';
      await press(page, 'has not begun');
    },
  },
  { name: 'listener-live', reach: listen },
  {
    name: 'listener-catching-up',
    reach: async (page, server) => {
      await listen(page, server);
      for (let i = 3; i < 12; i++) {
        server.audio(i * 3_000, `Frase número ${i}.`, page);
      }
      await page.getByText('catching up').waitFor();
    },
  },
  {
    name: 'listener-display',
    reach: async (page, server) => {
      await listen(page, server);
      await page.getByText('Display').click();
      await page.getByLabel('High contrast').check();
      await page.getByLabel('Show the original').check();
      await page.getByRole('button', { name: 'Larger text' }).click();
    },
  },
  {
    name: 'listener-paused',
    reach: async (page, server) => {
      await listen(page, server);
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByText('Within a minute you go on').waitFor();
    },
  },
  {
    name: 'listener-reconnecting',
    reach: async (page, server) => {
      await listen(page, server);
      await server.cut();
      await page.getByText('Connection lost').waitFor();
    },
  },
  {
    name: 'listener-over',
    reach: hearToTheEnd,
  },
  {
    name: 'listener-over-saved',
    reach: async (page, server) => {
      await hearToTheEnd(page, server);
      await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as text' }).click()]);
    },
  },
  {
    name: 'listener-over-incomplete',
    reach: async (page, server) => {
      await hearToTheEnd(page, server);
      await page.route(/\/audio\//, (route) => route.fulfill({ status: 403, json: { code: 'NOT_ALLOWED' } }));
      await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as text' }).click()]);
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'listener-over-without-transcript',
    reach: async (page, server) => {
      server.facts.transcript = false;
      await hearToTheEnd(page, server);
    },
  },
  {
    name: 'speaker-sign-in',
    reach: async (page) => {
      await page.goto('/speak/');
      await page.getByLabel('Your name').waitFor();
    },
  },
  {
    name: 'speaker-sign-in-failed',
    reach: async (page) => {
      await page.route('**/issuer/token**', (route) => route.fulfill({ status: 503, json: {} }));
      await page.goto('/speak/');
      await page.getByLabel('Your name').fill('Ada');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'speaker-sign-in-answered',
    reach: async (page) => {
      await page.addInitScript(() => (window.close = () => undefined));
      await page.goto('/speak/?code=once&state=beside.talk');
      await page.getByText('You can close this window').waitFor();
    },
  },
  {
    name: 'speaker-cannot-record',
    reach: async (page) => {
      await page.addInitScript(() => (MediaRecorder.isTypeSupported = () => false));
      await page.goto('/speak/');
      await page.getByText('can’t record').waitFor();
    },
  },
  {
    name: 'speaker-insecure',
    reach: async (page) => {
      await page.addInitScript(() => Object.defineProperty(window, 'isSecureContext', { value: false }));
      await page.goto('/speak/');
      await page.getByText('https address').waitFor();
    },
  },
  { name: 'speaker-unreachable', reach: (page) => unreachable(page, '/speak/') },
  {
    name: 'speaker-unreachable-signed-in',
    reach: async (page) => {
      await page.route('**/languages', (route) => route.abort());
      await page.goto('/speak/');
      await page.getByLabel('Your name').fill('Ada');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('can’t be reached').waitFor();
    },
  },
  { name: 'speaker-idle', reach: prepare },
  { name: 'speaker-microphone-denied', reach: (page) => askInVain(page, 'NotAllowedError') },
  { name: 'speaker-no-microphone', reach: (page) => askInVain(page, 'NotFoundError') },
  { name: 'speaker-microphone-busy', reach: (page) => askInVain(page, 'NotReadableError') },
  {
    name: 'speaker-starting',
    reach: async (page, server) => {
      server.ignored.add('createSession');
      await prepare(page);
      await page.getByRole('button', { name: 'Start the talk' }).click();
      await page.getByText('Your words appear here').waitFor();
    },
  },
  {
    name: 'speaker-can-not-start',
    reach: async (page, server) => {
      await page.clock.install();
      await server.cut();
      await prepare(page);
      await page.getByRole('button', { name: 'Start the talk' }).click();
      await page.getByText('Your words appear here').waitFor();
      await page.clock.fastForward(10_000);
      await page.getByText('can’t be reached').waitFor();
    },
  },
  {
    name: 'speaker-ready',
    reach: async (page) => {
      await prepare(page);
      await page.getByRole('button', { name: 'Start the talk' }).click();
      await page.getByText('Ready: start speaking').waitFor();
    },
  },
  {
    name: 'speaker-options',
    reach: async (page) => {
      await prepare(page);
      await page.getByText('Options').click();
    },
  },
  { name: 'speaker-live', reach: speak },
  {
    name: 'speaker-qr',
    reach: async (page, server) => {
      await speak(page, server);
      await page.getByRole('button', { name: 'Show large' }).click();
    },
  },
  {
    name: 'speaker-paused',
    reach: async (page, server) => {
      await speak(page, server);
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByText('Paused: nobody').waitFor();
    },
  },
  {
    name: 'speaker-muted',
    reach: async (page, server) => {
      await speak(page, server);
      await page.getByRole('button', { name: 'Microphone off' }).click();
      await page.getByText('Microphone off: nobody').waitFor();
    },
  },
  {
    name: 'speaker-silent',
    reach: async (page, server) => {
      await page.addInitScript(() => (AnalyserNode.prototype.getFloatTimeDomainData = () => undefined));
      await page.clock.install();
      await speak(page, server);
      await page.clock.fastForward(9_000);
      await page.getByText('microphone is silent').waitFor();
    },
  },
  {
    name: 'speaker-microphone-gone',
    reach: async (page, server) => {
      await page.addInitScript(() => {
        const { mediaDevices } = navigator;
        const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
        mediaDevices.getUserMedia = async (wanted) => {
          const stream = await getUserMedia(wanted);
          addEventListener('unplug', () => {
            mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'));
            stream.getTracks().forEach((track) => track.dispatchEvent(new Event('ended')));
          });
          return stream;
        };
      });
      await speak(page, server);
      await page.evaluate(() => dispatchEvent(new Event('unplug')));
      await page.getByText('The microphone is gone').waitFor();
    },
  },
  {
    name: 'speaker-microphone-awaited',
    reach: async (page) => {
      await startWithout(page, 'awaited');
      await page.getByText('Waiting for the microphone').waitFor();
    },
  },
  {
    name: 'speaker-microphone-denied-in-talk',
    reach: async (page) => {
      await startWithout(page, 'NotAllowedError');
      await page.getByText('does not give the microphone').waitFor();
    },
  },
  {
    name: 'speaker-microphone-busy-in-talk',
    reach: async (page) => {
      await startWithout(page, 'NotReadableError');
      await page.getByText('another program may be using it').waitFor();
    },
  },
  {
    name: 'speaker-bad-audio',
    reach: async (page, server) => {
      await speak(page, server);
      server.say({ type: 'problem', code: 'UNSUPPORTED_AUDIO', message: 'no Opus' });
      await page.getByText('can’t be used').waitFor();
    },
  },
  {
    name: 'speaker-damaged-audio',
    reach: async (page, server) => {
      await speak(page, server);
      server.say({ type: 'problem', code: 'DAMAGED_AUDIO', message: 'not WebM' });
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'speaker-elsewhere',
    reach: async (page, server) => {
      await page.clock.install();
      await speak(page, server);
      // What was said of the connection before this one has come by then.
      await page.clock.fastForward(5_500);
      server.say({ type: 'problem', code: 'NOT_ALLOWED', message: 'another speaks', recording: 0, sequence: 0 });
      await page.getByText('goes on in another window').waitFor();
    },
  },
  {
    name: 'speaker-ending',
    reach: async (page, server) => {
      await speak(page, server);
      await page.getByRole('button', { name: 'End the talk' }).click();
      await page.getByRole('button', { name: 'Yes, end it' }).click();
      await page.getByText('Ending').waitFor();
    },
  },
  {
    name: 'speaker-reconnecting',
    reach: async (page, server) => {
      await speak(page, server);
      await server.cut();
      await page.getByText('Reconnecting, nothing lost').waitFor();
    },
  },
  {
    name: 'speaker-lost',
    reach: async (page, server) => {
      await page.clock.install();
      await speak(page, server);
      await server.cut();
      while (!(await page.getByText('some words were lost').isVisible())) {
        // What jumps further counts as sleep, in which nothing gets too old.
        await page.clock.fastForward(8_000);
      }
      server.mend();
      await page.clock.fastForward(5_000);
      await page.getByRole('status').getByText('Live').waitFor();
      await page.getByText('Some of what you said').waitFor();
    },
  },
  {
    name: 'speaker-ending-question',
    reach: async (page, server) => {
      await speak(page, server);
      await page.getByRole('button', { name: 'End the talk' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'speaker-over',
    reach: async (page, server) => {
      await speak(page, server);
      await page.getByRole('button', { name: 'End the talk' }).click();
      await page.getByRole('button', { name: 'Yes, end it' }).click();
      await page.getByText('Ending').waitFor();
      server.say({ type: 'sessionOver', mediaMillis: 12_000, gaps: 0 });
      await page.getByText('Everything was delivered').waitFor();
    },
  },
  {
    name: 'speaker-over-lost',
    reach: async (page, server) => {
      await speak(page, server);
      server.say({ type: 'sessionOver', mediaMillis: 12_000, gaps: 1 });
      await page.getByText('Some of what you said').waitFor();
    },
  },
  {
    name: 'speaker-too-many',
    reach: async (page, server) => {
      server.refused.createSession = { code: 'RATE_LIMITED', retryAfterSeconds: 3_600 };
      await prepare(page);
      await page.getByRole('button', { name: 'Start the talk' }).click();
      await page.getByText('too many talks').waitFor();
    },
  },
  {
    name: 'speaker-refused',
    reach: async (page, server) => {
      server.refused.createSession = { code: 'INVALID_FIELD', message: 'no terminology has this name' };
      await prepare(page);
      await page.getByRole('button', { name: 'Start the talk' }).click();
      await page.getByText('The talk could not start').waitFor();
    },
  },
  {
    name: 'speaker-refused-option',
    reach: async (page, server) => {
      server.refused.createSession = { code: 'INVALID_FIELD', field: 'settings.translation.terminology' };
      await prepare(page);
      await page.getByLabel('What the talk is called').fill('How interpreters think');
      await page.getByText('Options').click();
      await page.getByLabel('Terminology').fill('two  spaces');
      await page.getByRole('button', { name: 'Start the talk' }).click();
      await page.getByText('No terminology has such a name').waitFor();
    },
  },
  {
    name: 'speaker-signed-out',
    reach: async (page, server) => {
      await speak(page, server);
      server.takesNoToken = true;
      await server.lose();
      await page.getByText('You are no longer signed in').waitFor();
    },
  },
  {
    name: 'speaker-other-microphone',
    reach: async (page, server) => {
      await page.addInitScript(() => {
        const { mediaDevices } = navigator;
        const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
        let opened = 0;
        mediaDevices.getUserMedia = async (wanted) => {
          const stream = await getUserMedia(wanted);
          const label = `Microphone ${++opened}`;
          const unplug = () => stream.getTracks().forEach((track) => track.dispatchEvent(new Event('ended')));
          stream.getTracks().forEach((track) => Object.defineProperty(track, 'label', { value: label }));
          addEventListener('unplug', unplug, { once: true });
          return stream;
        };
      });
      await speak(page, server);
      await page.evaluate(() => dispatchEvent(new Event('unplug')));
      await page.getByText('The microphone went away').waitFor();
    },
  },
];

/** A page in a state, what the browser complained about, and what it asked of whom. */
export interface Opened {
  page: Page;
  complaints: string[];
  requests: Request[];
}

/** Opens a page of its own and brings it to a state. */
export async function open(context: BrowserContext, state: State): Promise<Opened> {
  const server = await PlayedServer.for(context);
  const page = await context.newPage();
  const opened: Opened = { page, complaints: [], requests: [] };
  page.on('pageerror', (error) => opened.complaints.push(error.message));
  page.on('request', (request) => opened.requests.push(request));
  page.on('console', (message) => {
    // That something can't be had is what some states are about.
    if (['error', 'warning'].includes(message.type()) && !message.text().startsWith('Failed to load resource')) {
      opened.complaints.push(message.text());
    }
  });
  await state.reach(page, server);
  return opened;
}
