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

/** Asks for tokens; fails with SignInNeeded where they are refused. */
export async function askForTokens(address: string, body?: URLSearchParams): Promise<Tokens> {
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
