import { base64Url } from '../common/base64';
import type { Config, SignInConfig } from '../common/config';
import { thisVisit } from '../ui/remembered';

/** Somebody who is signed in. */
export interface SignedIn {
  /**
   * A token that is good now; fails with SignInNeeded when signing in has to be done again, and with
   * something else when that can't be told just now.
   *
   * @param anew whether the last one was refused, though it looks good
   */
  token(anew?: boolean): Promise<string>;
}

/** Whoever was signed in no longer is. */
export class SignInNeeded extends Error {}

export interface Tokens {
  access_token: string;
  refresh_token?: string;
  expires_in?: number;
}

/** A token is renewed when it is good for less than this. */
const NEARLY_OVER_MILLIS = 60_000;
/** How long a token may take to come. */
const ANSWER_MILLIS = 10_000;
const TOKENS = 'tokens';
const USER = 'user';
const VERIFIER = 'verifier';

/** Signs in at this machine's own issuer, which believes any name. */
export async function signInLocally(signIn: Extract<SignInConfig, { kind: 'local' }>, user: string): Promise<SignedIn> {
  const address = new URL(signIn.token, location.href);
  address.searchParams.set('user', userName(user));
  const signedIn = keeping(await post(address.href), () => post(address.href));
  thisVisit.set(USER, user);
  return signedIn;
}

/** Whoever signed in last on this visit, by the name that was entered. */
export function lastUser(): string {
  return thisVisit.get(USER) ?? '';
}

/** A name as the local issuer takes it: letters, digits, dots and dashes. */
export function userName(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '');
  return plain.replace(/[^A-Za-z0-9.-]+/g, '-').slice(0, 64) || 'speaker';
}

/** Goes to Cognito's page, which comes back to this one (OAuth 2 code flow with PKCE). */
export async function goToSignIn(signIn: Extract<SignInConfig, { kind: 'cognito' }>): Promise<void> {
  const verifier = base64Url(crypto.getRandomValues(new Uint8Array(32)));
  const state = base64Url(crypto.getRandomValues(new Uint8Array(16)));
  thisVisit.set(VERIFIER, `${state} ${verifier}`);
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const address = new URL('/oauth2/authorize', signIn.authority);
  address.search = new URLSearchParams({
    response_type: 'code',
    client_id: signIn.clientId,
    redirect_uri: thisPage(),
    scope: 'openid',
    state,
    code_challenge_method: 'S256',
    code_challenge: base64Url(new Uint8Array(hash)),
  }).toString();
  location.assign(address);
}

/** Whoever signed in before on this visit, or comes back from Cognito's page. */
export async function alreadySignedIn({ signIn }: Config): Promise<SignedIn | undefined> {
  if (signIn.kind === 'local') {
    const user = thisVisit.get(USER);
    return user === undefined ? undefined : signInLocally(signIn, user);
  }
  const answer = new URLSearchParams(location.search);
  const [state, verifier] = thisVisit.get(VERIFIER)?.split(' ') ?? [];
  const code = answer.get('code');
  if (code !== null && verifier !== undefined && answer.get('state') === state) {
    thisVisit.set(VERIFIER, undefined);
    history.replaceState(null, '', location.pathname);
    const got = await ask(signIn, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: thisPage(),
      code_verifier: verifier,
    });
    return keepingCognito(signIn, got);
  }
  const kept = thisVisit.get(TOKENS);
  return kept === undefined ? undefined : keepingCognito(signIn, JSON.parse(kept) as Tokens);
}

type Cognito = Extract<SignInConfig, { kind: 'cognito' }>;

function keepingCognito(signIn: Cognito, tokens: Tokens): SignedIn {
  const { refresh_token } = tokens;
  thisVisit.set(TOKENS, JSON.stringify(tokens));
  return keeping(tokens, async () => {
    try {
      if (refresh_token === undefined) {
        throw new SignInNeeded();
      }
      const renewed = { refresh_token, ...(await ask(signIn, { grant_type: 'refresh_token', refresh_token })) };
      thisVisit.set(TOKENS, JSON.stringify(renewed));
      return renewed;
    } catch (error) {
      if (error instanceof SignInNeeded) {
        thisVisit.set(TOKENS, undefined);
      }
      throw error;
    }
  });
}

/** Renews tokens when they are nearly over or no good, until that is refused: it is not asked twice then. */
export function keeping(first: Tokens, renew: () => Promise<Tokens>): SignedIn {
  let tokens = first;
  let over: SignInNeeded | undefined;
  return {
    token: async (anew = false) => {
      if (over) {
        throw over;
      }
      if (anew || goodUntil(tokens.access_token) < Date.now() + NEARLY_OVER_MILLIS) {
        tokens = await renew().catch((error: unknown) => {
          over = error instanceof SignInNeeded ? error : undefined;
          throw error;
        });
      }
      return tokens.access_token;
    },
  };
}

/** When a token ends, from its claim; far away if it has none. */
export function goodUntil(token: string): number {
  try {
    const body = token.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? '';
    const { exp } = JSON.parse(atob(body)) as { exp?: number };
    return exp === undefined ? Number.MAX_SAFE_INTEGER : 1_000 * exp;
  } catch {
    return Number.MAX_SAFE_INTEGER;
  }
}

function ask(signIn: Cognito, what: Record<string, string>): Promise<Tokens> {
  const body = new URLSearchParams({ client_id: signIn.clientId, ...what });
  return post(new URL('/oauth2/token', signIn.authority).href, body);
}

async function post(address: string, body?: URLSearchParams): Promise<Tokens> {
  const signal = AbortSignal.timeout(ANSWER_MILLIS);
  const answer = await fetch(address, { method: 'POST', signal, ...(body ? { body } : {}) });
  // Anything else may come from somebody in between, such as a hotel's network.
  if (answer.status === 400 || answer.status === 401) {
    throw new SignInNeeded();
  }
  const tokens = (await answer.json()) as Partial<Tokens>;
  if (!answer.ok || tokens.access_token === undefined) {
    throw new Error(`no token: ${answer.status}`);
  }
  return tokens as Tokens;
}

/** Where Cognito sends people back to: this page without what stands behind its path. */
function thisPage(): string {
  return location.origin + location.pathname;
}
