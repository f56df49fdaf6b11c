import type { Page, Request } from 'playwright-core';
import type { Audio, Caption, ClientMessage, ServerMessage } from '../src/protocol';

/** What a page says to the system and hears from it, with the time. */
export class Wire {
  readonly sent: { at: number; message: ClientMessage }[] = [];
  readonly received: { at: number; message: ServerMessage }[] = [];
  readonly requests: Request[] = [];
  /** What this page may know and no address may hold. */
  private token: string | undefined;
  /** When each file was first asked for and when it was there, by its path: signatures differ. */
  private readonly fetched = new Map<string, { from: number; there?: number }>();

  static of(page: Page): Wire {
    const wire = new Wire();
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) =>
        wire.sent.push({ at: Date.now(), message: JSON.parse(String(payload)) as ClientMessage }),
      );
      socket.on('framereceived', ({ payload }) =>
        wire.received.push({ at: Date.now(), message: JSON.parse(String(payload)) as ServerMessage }),
      );
    });
    page.on('response', (response) => {
      if (new URL(response.url()).pathname === '/issuer/token') {
        void response.json().then((answer: { access_token: string }) => (wire.token = answer.access_token));
      }
    });
    page.on('request', (request) => {
      wire.requests.push(request);
      if (!wire.fetched.has(pathOf(request))) {
        wire.fetched.set(pathOf(request), { from: Date.now() });
      }
    });
    page.on('requestfinished', (request) => {
      const fetched = wire.fetched.get(pathOf(request));
      if (fetched) {
        fetched.there ??= Date.now();
      }
    });
    return wire;
  }

  /** The token and the tickets that this page was given. */
  secrets(): string[] {
    const tickets = this.all('sessionJoined').map(({ ticket }) => ticket);
    return [...(this.token === undefined ? [] : [this.token]), ...tickets];
  }

  /**
   * How long it took to fetch something in milliseconds, since there was a network to fetch it from; infinitely long
   * if it never came, undefined if nobody tried.
   */
  fetchMillis(url: string, networkSince = 0): number | undefined {
    const fetched = this.fetched.get(new URL(url).pathname);
    return fetched && (fetched.there ?? Number.POSITIVE_INFINITY) - Math.max(networkSince, fetched.from);
  }

  /** The interpretations that were announced, each once, in the order of media time. */
  audio(): Audio[] {
    return byMediaTime(this.all('audio'));
  }

  /** The final captions in a language, each once, in the order of media time. */
  captions(language: string): Caption[] {
    return byMediaTime(this.all('caption').filter((one) => !one.partial && one.language === language));
  }

  private all<T extends ServerMessage['type']>(type: T): Extract<ServerMessage, { type: T }>[] {
    return this.received
      .map(({ message }) => message)
      .filter((message): message is Extract<ServerMessage, { type: T }> => message.type === type);
  }
}

function pathOf(request: Request): string {
  return new URL(request.url()).pathname;
}

function byMediaTime<M extends { language: string; mediaStartMillis: number }>(messages: M[]): M[] {
  const once = new Map(messages.map((message) => [`${message.language} ${message.mediaStartMillis}`, message]));
  return [...once.values()].sort((a, b) => a.mediaStartMillis - b.mediaStartMillis);
}
