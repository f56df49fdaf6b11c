import type { Config, SignInConfig } from '../common/config';
import { thisVisit } from '../ui/remembered';
import { signedInAtCognito } from './cognito';
import { askForTokens, keeping, type SignedIn } from './tokens';

const USER = 'user';

/** Signs in at this machine's own issuer, which believes any name. */
export async function signInLocally(signIn: Extract<SignInConfig, { kind: 'local' }>, user: string): Promise<SignedIn> {
  const address = new URL(signIn.token, location.href);
  address.searchParams.set('user', userName(user));
  const signedIn = keeping(await askForTokens(address.href), () => askForTokens(address.href));
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

/** Whoever signed in before on this visit, or comes back from where that is done. */
export async function alreadySignedIn({ signIn }: Config): Promise<SignedIn | undefined> {
  if (signIn.kind === 'cognito') {
    return signedInAtCognito(signIn);
  }
  const user = thisVisit.get(USER);
  return user === undefined ? undefined : signInLocally(signIn, user);
}
