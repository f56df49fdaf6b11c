import { createHash, webcrypto } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Config } from '../common/config';
import { goToSignIn } from './cognito';
import { alreadySignedIn } from './signIn';
import { answersBeside, signInBeside } from './signInBeside';
import { SignInNeeded } from './tokens';

const signIn = { kind: 'cognito' as const, authority: 'https://sign.in', clientId: 'pages' };
const config = { signIn } as Config;

/** A token that is good until then. */
const tokenUntil = (millis: number) => `x.${btoa(JSON.stringify({ exp: Math.round(millis / 1_000) }))}.y`;
const later = () => tokenUntil(Date.now() + 3_600_000);

describe('signing in with Cognito', () => {
  let kept: Map<string, string>;
  let page: { origin: string; pathname: string; search: string; assign: (address: URL) => void };
  let wentTo: URL[];
  let shown: string[];
  let asked: { address: string; body: Record<string, string>; signal: unknown }[];
  /** What the token endpoint answers, one after the other; then it can't be reached. */
  let answers: { status: number; body: unknown }[];

  beforeEach(() => {
    kept = new Map();
    wentTo = [];
    shown = [];
    asked = [];
    answers = [];
    page = { origin: 'https://talks', pathname: '/speak/', search: '', assign: (address) => wentTo.push(address) };
    vi.stubGlobal('crypto', webcrypto);
    vi.stubGlobal('location', page);
    vi.stubGlobal('history', { replaceState: (_: unknown, __: string, address: string) => shown.push(address) });
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    });
    vi.stubGlobal('fetch', (address: string, { body, signal }: { body: URLSearchParams; signal: unknown }) => {
      asked.push({ address, body: Object.fromEntries(body), signal });
      const answer = answers.shift();
      return answer
        ? Promise.resolve(new Response(JSON.stringify(answer.body), { status: answer.status }))
        : Promise.reject(new TypeError('no network'));
    });
  });

  afterEach(() => vi.unstubAllGlobals());

  /** Goes to Cognito's page and comes back with a code. */
  const comeBack = async (change: Record<string, string> = {}) => {
    await goToSignIn(signIn);
    page.search = answer({ code: 'c-1', ...change });
    return alreadySignedIn(config);
  };

  /** What Cognito's page comes back with. */
  const answer = (what: Record<string, string>) => {
    const state = wentTo.at(-1)?.searchParams.get('state') ?? '';
    return `?${new URLSearchParams({ state, ...what }).toString()}`;
  };

  const challengeOf = (verifier = '') => createHash('sha256').update(verifier).digest('base64url');

  it('exchanges the code once, with the verifier that fits the challenge, and cleans the address', async () => {
    const token = later();
    answers = [{ status: 200, body: { access_token: token, refresh_token: 'r' } }];
    const who = await comeBack();
    const asking = Object.fromEntries(wentTo[0]?.searchParams ?? []);
    const { code_verifier = '', ...rest } = asked[0]?.body ?? {};

    expect(await who?.token()).toBe(token);
    expect(wentTo[0]?.pathname).toBe('/oauth2/authorize');
    expect(asking).toMatchObject({
      response_type: 'code',
      client_id: 'pages',
      redirect_uri: 'https://talks/speak/',
      code_challenge_method: 'S256',
      code_challenge: challengeOf(code_verifier),
    });
    expect(asked[0]?.address).toBe('https://sign.in/oauth2/token');
    expect(rest).toEqual({
      grant_type: 'authorization_code',
      client_id: 'pages',
      code: 'c-1',
      redirect_uri: 'https://talks/speak/',
    });
    expect(shown).toEqual(['/speak/']);
    // The address is the same still, as if the page were loaded again.
    await alreadySignedIn(config);
    expect(asked).toHaveLength(1);
  });

  it('takes no code that it has not asked for', async () => {
    expect(await comeBack({ state: 'another' })).toBeUndefined();
    kept.clear();
    expect(await alreadySignedIn(config)).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it('renews a token that is nearly over, and is signed in still after a reload', async () => {
    const renewed = later();
    answers = [
      { status: 200, body: { access_token: tokenUntil(Date.now() + 30_000), refresh_token: 'r' } },
      { status: 200, body: { access_token: renewed } },
    ];
    const who = await comeBack();

    expect(await who?.token()).toBe(renewed);
    expect(asked[1]?.body).toEqual({ grant_type: 'refresh_token', client_id: 'pages', refresh_token: 'r' });
    page.search = '';
    const again = await alreadySignedIn(config);
    expect(await again?.token()).toBe(renewed);
    expect(asked).toHaveLength(2);
  });

  it.each([400, 401])('has to be done again where a renewal is answered by %i', async (status) => {
    answers = [
      { status: 200, body: { access_token: later(), refresh_token: 'r' } },
      { status, body: { error: 'invalid_grant' } },
    ];
    const who = await comeBack();
    await expect(who?.token(true)).rejects.toThrow(SignInNeeded);
    page.search = '';

    expect(await alreadySignedIn(config)).toBeUndefined();
  });

  it.each([403, 404, 407, 429, 511])('stays as it is where somebody in between answers %i', async (status) => {
    const renewed = later();
    answers = [
      { status: 200, body: { access_token: later(), refresh_token: 'r' } },
      { status, body: 'Welcome to our hotel' },
      { status: 200, body: { access_token: renewed } },
    ];
    const who = await comeBack();
    await expect(who?.token(true)).rejects.not.toThrow(SignInNeeded);

    expect(await who?.token(true)).toBe(renewed);
  });

  it('gives up a request that hangs', async () => {
    await expect(comeBack()).rejects.toThrow('no network');

    expect(asked[0]?.signal).toBeInstanceOf(AbortSignal);
  });

  describe('in a window beside a talk', () => {
    let opened: number;
    let closed: number;

    beforeEach(() => {
      opened = 0;
      closed = 0;
      vi.stubGlobal('open', () => {
        opened++;
        return { location: { replace: (address: URL) => wentTo.push(address) }, focus: () => undefined };
      });
      vi.stubGlobal('close', () => closed++);
    });

    const asks = async (questions = 1) => {
      const who = signInBeside(signIn);
      await vi.waitFor(() => expect(wentTo).toHaveLength(questions));
      return { who };
    };
    const comesBackBeside = (what: Record<string, string>) => {
      page.search = answer(what);
      return answersBeside();
    };

    it('asks there, and exchanges here what comes back', async () => {
      const token = later();
      answers = [{ status: 200, body: { access_token: token } }];
      const { who } = await asks();
      expect(comesBackBeside({ code: 'c-1' })).toBe(true);

      expect(await (await who)?.token()).toBe(token);
      expect(asked[0]?.body).toMatchObject({ code: 'c-1', redirect_uri: 'https://talks/speak/' });
      expect(wentTo[0]?.searchParams.get('code_challenge')).toBe(challengeOf(asked[0]?.body['code_verifier']));
    });

    it('opens the window before anything is waited for', async () => {
      const asking = asks();
      expect(opened).toBe(1);

      await asking;
    });

    it('says so where no window can be had', () => {
      vi.stubGlobal('open', () => null);

      expect(signInBeside(signIn)).toBeUndefined();
    });

    it('closes the window, and leaves no code and no talk in it', async () => {
      kept.set('dragoman.talk', 'as it was when the window was opened');
      answers = [{ status: 200, body: { access_token: later() } }];
      const { who } = await asks();
      comesBackBeside({ code: 'c-1' });
      await who;

      expect(shown).toEqual(['/speak/']);
      expect(kept.get('dragoman.talk')).toBeUndefined();
      expect(closed).toBe(1);
    });

    it('takes the answer to its own question alone', async () => {
      answers = [{ status: 200, body: { access_token: later() } }];
      await asks();
      const again = await asks(2);
      page.search = '?code=c-0&state=beside.another';
      answersBeside();
      comesBackBeside({ code: 'c-2' });
      await again.who;

      expect(asked.map(({ body }) => body['code'])).toEqual(['c-2']);
    });

    it('fails where nobody was let in', async () => {
      const { who } = await asks();
      comesBackBeside({ error: 'access_denied' });

      await expect(who).rejects.toThrow('nobody was let in');
      expect(asked).toEqual([]);
    });

    it('is not every window that comes back', async () => {
      expect(answersBeside()).toBe(false);
      await goToSignIn(signIn);

      expect(comesBackBeside({ code: 'c-1' })).toBe(false);
      expect(closed).toBe(0);
    });
  });
});
