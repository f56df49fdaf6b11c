import type { BrowserContext, Page } from 'playwright-core';
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

async function choose(page: Page): Promise<void> {
  await page.goto(`/#${CODE}`);
  await page.getByRole('button', { name: 'Español' }).waitFor();
}

async function listen(page: Page, server: PlayedServer): Promise<void> {
  await choose(page);
  await page.getByRole('button', { name: 'Español' }).click();
  await page.getByText('Live').waitFor();
  TALK.forEach(([text, source], i) => {
    server.caption(i * 3_000, text, false, 'es', source);
    server.audio(i * 3_000, text, page);
  });
  server.caption(9_000, 'y nadie tiene que', true);
  await page.getByText('nadie tiene que').waitFor();
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
  { name: 'listener-join', reach: choose },
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
      await choose(page);
      await page.getByRole('button', { name: 'Español' }).click();
      await page.getByText('has not begun').waitFor();
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
      await page.getByText('The last minute is kept').waitFor();
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
    reach: async (page, server) => {
      await listen(page, server);
      server.say({ type: 'sessionOver', mediaMillis: 12_000, gaps: 0 });
      await page.getByText('Thank you for listening').waitFor();
    },
  },
  {
    name: 'speaker-sign-in',
    reach: async (page) => {
      await page.goto('/speak/');
      await page.getByLabel('Your name').waitFor();
    },
  },
  { name: 'speaker-idle', reach: prepare },
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
    name: 'speaker-reconnecting',
    reach: async (page, server) => {
      await speak(page, server);
      await server.cut();
      await page.getByText('Reconnecting, nothing lost').waitFor();
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
      server.mayBegin = false;
      await prepare(page);
      await page.getByRole('button', { name: 'Start the talk' }).click();
      await page.getByText('too many talks').waitFor();
    },
  },
];

/** Opens a page of its own and brings it to a state; tells of what the browser complained about. */
export async function open(context: BrowserContext, state: State): Promise<{ page: Page; complaints: string[] }> {
  const server = await PlayedServer.for(context);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !message.text().includes('404')) {
      complaints.push(message.text());
    }
  });
  await state.reach(page, server);
  return { page, complaints };
}
