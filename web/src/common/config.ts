import { ApiError } from './api';

/** How speakers sign in: at this machine's own issuer, or at Cognito's page. */
export type SignInConfig = { kind: 'local'; token: string } | { kind: 'cognito'; authority: string; clientId: string };

/** Where the system is. Read from config.json when a page starts, so that the same pages serve every system. */
export interface Config {
  api: URL;
  webSocket: URL;
  signIn: SignInConfig;
}

interface ConfigFile {
  api: string;
  webSocket: string;
  signIn: SignInConfig;
}

/** Reads config.json; its addresses may be relative to the page's. */
export async function readConfig(): Promise<Config> {
  const answer = await fetch(new URL('/config.json', location.href)).catch(() => undefined);
  if (!answer?.ok) {
    throw new ApiError('UNAVAILABLE', 'config.json can’t be read');
  }
  return config((await answer.json()) as ConfigFile, location.href);
}

export function config(file: ConfigFile, page: string): Config {
  const webSocket = new URL(file.webSocket, page);
  webSocket.protocol = webSocket.protocol.replace('http', 'ws');
  return { api: new URL(file.api, page), webSocket, signIn: file.signIn };
}
