import type { Page } from 'playwright-core';
import type { Audio, Caption, ClientMessage, ServerMessage } from '../src/protocol';

/** What a page says to the system and hears from it, with the time. */
export class Wire {
  readonly sent: { at: number; message: ClientMessage }[] = [];
  readonly received: { at: number; message: ServerMessage }[] = [];

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
    return wire;
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

function byMediaTime<M extends { language: string; mediaStartMillis: number }>(messages: M[]): M[] {
  const once = new Map(messages.map((message) => [`${message.language} ${message.mediaStartMillis}`, message]));
  return [...once.values()].sort((a, b) => a.mediaStartMillis - b.mediaStartMillis);
}
