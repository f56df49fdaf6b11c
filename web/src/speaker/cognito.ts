import { base64Url } from '../common/base64';
import type { SignInConfig } from '../common/config';
import { thisVisit } from '../ui/remembered';
import { askForTokens, keeping, type SignedIn, SignInNeeded, type Tokens } from './tokens';

export type Cognito = Extract<SignInConfig, { kind: 'cognito' }>;

/** What Cognito's page is asked (OAuth 2 code flow with PKCE): its answer is for nobody but who has the verifier. */
export interface Question {
  address: URL;
  state: string;
  verifier: string;
}

const TOKENS = 'tokens';
const VERIFIER = 'verifier';

/** @param mark what the answer begins with to show where it belongs */
export async function ask(cognito: Cognito, mark = ''): Promise<Question> {
  const verifier = random(32);
  const state = mark + random(16);
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const address = new URL('/oauth2/authorize', cognito.authority);
  address.search = new URLSearchParams({
    response_type: 'code',
    client_id: cognito.clientId,
    redirect_uri: thisPage(),
    scope: 'openid',
    state,
    code_challenge_method: 'S256',
    code_challenge: base64Url(new Uint8Array(hash)),
  }).toString();
  return { address, state, verifier };
}

/** Whoever Cognito's page let in. */
export async function signedInWith(cognito: Cognito, code: string, verifier: string): Promise<SignedIn> {
  const tokens = await tokensFor(cognito, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: thisPage(),
    code_verifier: verifier,
  });
  return keepingCognito(cognito, tokens);
}

/** Goes to Cognito's page, which comes back to this one. */
export async function goToSignIn(cognito: Cognito): Promise<void> {
  const { address, state, verifier } = await ask(cognito);
  thisVisit.set(VERIFIER, `${state} ${verifier}`);
  location.assign(address);
}

/** Whoever signed in before on this visit, or comes back from Cognito's page. */
export async function signedInAtCognito(cognito: Cognito): Promise<SignedIn | undefined> {
  const answer = new URLSearchParams(location.search);
  const [state, verifier] = thisVisit.get(VERIFIER)?.split(' ') ?? [];
  const code = answer.get('code');
  if (code !== null && verifier !== undefined && answer.get('state') === state) {
    thisVisit.set(VERIFIER, undefined);
    history.replaceState(null, '', location.pathname);
    return signedInWith(cognito, code, verifier);
  }
  const kept = thisVisit.get(TOKENS);
  return kept === undefined ? undefined : keepingCognito(cognito, JSON.parse(kept) as Tokens);
}

function keepingCognito(cognito: Cognito, tokens: Tokens): SignedIn {
  const { refresh_token } = tokens;
  thisVisit.set(TOKENS, JSON.stringify(tokens));
  return keeping(tokens, async () => {
    try {
      if (refresh_token === undefined) {
        throw new SignInNeeded();
      }
      const renewed = { refresh_token, ...(await tokensFor(cognito, { grant_type: 'refresh_token', refresh_token })) };
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

function tokensFor(cognito: Cognito, what: Record<string, string>): Promise<Tokens> {
  const body = new URLSearchParams({ client_id: cognito.clientId, ...what });
  return askForTokens(new URL('/oauth2/token', cognito.authority).href, body);
}

/** Where Cognito sends people back to: this page without what stands behind its path. */
function thisPage(): string {
  return location.origin + location.pathname;
}

function random(bytes: number): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(bytes)));
}
