import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClientMessage } from '../src/protocol';
import { startChromium } from './chromium';
import { type FakeCognito, startCognito } from './fakeCognito';
import { serveFiles } from './files';
import { CODE, PlayedServer } from './playedServer';

let browser: Browser;
let cognito: FakeCognito;
let files: Awaited<ReturnType<typeof serveFiles>>;
let context: BrowserContext;
let page: Page;
let server: PlayedServer;

beforeAll(async () => {
  [browser, cognito] = await Promise.all([startChromium(), startCognito()]);
  const signIn = { kind: 'cognito', authority: cognito.address, clientId: 'pages' };
  files = await serveFiles({ json: { '/config.json': { api: '/', webSocket: '/ws', signIn } } });
});

afterAll(async () => {
  await browser.close();
  files.close();
  cognito.close();
});

beforeEach(async () => {
  cognito.renews = true;
  cognito.parts = false;
  context = await browser.newContext({ baseURL: files.address, locale: 'en' });
  server = await PlayedServer.for(context);
  page = await context.newPage();
});

afterEach(() => context.close());

const SIGNED_OUT = /You are no longer signed in|Signing in did not work/;

const pressSignIn = () => page.getByRole('button', { name: 'Sign in' }).click();
const letIn = (at: Page) => at.getByRole('link', { name: 'Let in' }).click();
const said = (action: ClientMessage['action']) => server.heard.filter((message) => message.action === action);
const chunks = () => server.heard.flatMap((message) => (message.action === 'audioChunk' ? [message] : []));
const recordings = () => new Set(chunks().map(({ recording }) => recording));

/** Signs in at Cognito's page, and speaks. */
async function startTalk(): Promise<void> {
  await page.goto('/speak/');
  await pressSignIn();
  await letIn(page);
  await page.getByRole('button', { name: 'Start the talk' }).click();
  await page.getByText(CODE).first().waitFor();
  await hearsMore();
}

/** The connection is lost, and no token is taken or renewed any more. */
async function signOut(): Promise<void> {
  cognito.renews = false;
  server.takesNoToken = true;
  await server.lose();
  await page.getByText('You are no longer signed in').waitFor();
}

/** Presses "Sign in" in the talk. */
async function openBeside(): Promise<Page> {
  const [beside] = await Promise.all([context.waitForEvent('page'), pressSignIn()]);
  await beside.getByRole('link', { name: 'Let in' }).waitFor();
  return beside;
}

async function isSignedIn(): Promise<void> {
  await page.getByText(SIGNED_OUT).waitFor({ state: 'hidden' });
  await page.getByRole('status').getByText('Live').waitFor();
}

async function hearsMore(): Promise<void> {
  const before = chunks().length;
  await expect.poll(() => chunks().length).toBeGreaterThan(before + 4);
}

describe('signing in again in a talk', () => {
  it.each([
    ['usual', false],
    ['parted from its opener', true],
  ])('happens in a window beside it (%s): the talk goes on in its page, and nothing is lost', async (_, parts) => {
    cognito.parts = parts;
    await startTalk();
    await signOut();
    const beside = await openBeside();
    server.takesNoToken = false;
    await Promise.all([beside.waitForEvent('close'), letIn(beside)]);
    await isSignedIn();
    await hearsMore();

    // One recording, of which every chunk came; nobody else has introduced himself.
    expect(recordings()).toEqual(new Set([0]));
    const sequences = new Set(chunks().map(({ sequence }) => sequence ?? 0));
    expect(sequences.size).toBe(Math.max(...sequences) + 1);
    expect(said('createSession')).toHaveLength(1);
    expect(said('refreshConnection')).toHaveLength(1);
  });

  it('can be begun again when that window was closed or let nobody in', async () => {
    await startTalk();
    await signOut();
    await (await openBeside()).close();
    const second = await openBeside();
    await Promise.all([
      second.waitForEvent('close'),
      second.getByRole('link', { name: 'Keep out' }).click(),
      page.getByText('Signing in did not work').waitFor(),
    ]);
    server.takesNoToken = false;
    await letIn(await openBeside());
    await isSignedIn();

    expect(recordings()).toEqual(new Set([0]));
  });

  it('says what to do where the window can’t close itself, which never speaks', async () => {
    await context.addInitScript(() => (window.close = () => undefined));
    await startTalk();
    await signOut();
    const beside = await openBeside();
    server.takesNoToken = false;
    await letIn(beside);
    await isSignedIn();
    await beside.getByText('You can close this window').waitFor();
    expect(beside.url()).toBe(`${files.address}/speak/`);
    await beside.reload();
    await beside.getByText('Give a talk').waitFor();
    await hearsMore();

    expect(recordings()).toEqual(new Set([0]));
    expect(said('refreshConnection')).toHaveLength(1);
  });

  it('takes the talk’s place where no window is opened, once the speaker agrees, and then goes on with it', async () => {
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    await page.addInitScript(() => (window.open = () => null));
    await startTalk();
    await signOut();
    await pressSignIn();
    server.takesNoToken = false;
    await letIn(page);
    await expect.poll(recordings).toContain(1);

    expect(asked).toEqual(['beforeunload']);
    expect(said('createSession')).toHaveLength(1);
  });
});
