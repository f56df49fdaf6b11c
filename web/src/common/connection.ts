import type { ClientMessage, ServerMessage } from '../protocol';

/** A connection that is open or being opened. */
export interface Connection {
  /** Sends; what is said on a connection that is not open is lost. */
  send(message: ClientMessage): void;
  /** Closes; nothing more is told. */
  close(): void;
}

/** What happens on a connection. Nothing is told after closed. */
export interface ConnectionEvents {
  opened(): void;
  received(message: ServerMessage): void;
  closed(): void;
}

/** Opens a connection: the browser's, or a test's. */
export type Connect = (events: ConnectionEvents) => Connection;

/** The subprotocol that is spoken; a token goes beside it, because URLs get logged. */
const SUBPROTOCOL = 'dragoman';

/** Opens a WebSocket, signed in if there is a token. */
export function webSocket(url: string, token: string | undefined, events: ConnectionEvents): Connection {
  const socket = new WebSocket(url, token === undefined ? [SUBPROTOCOL] : [SUBPROTOCOL, token]);
  let over = false;
  const end = () => {
    if (!over) {
      over = true;
      events.closed();
    }
  };
  socket.onopen = () => over || events.opened();
  socket.onmessage = (event: MessageEvent<unknown>) => {
    const message = over ? undefined : readMessage(event.data);
    if (message) {
      events.received(message);
    }
  };
  socket.onclose = end;
  return {
    send: (message) => {
      if (socket.readyState === WebSocket.OPEN) {
        socket.send(JSON.stringify(message));
      }
    },
    close: () => {
      over = true;
      socket.close();
    },
  };
}

/** What has no type is API Gateway's own, and passed over like what is no JSON. */
export function readMessage(data: unknown): ServerMessage | undefined {
  try {
    const message: unknown = JSON.parse(String(data));
    return typeof message === 'object' && message !== null && 'type' in message
      ? (message as ServerMessage)
      : undefined;
  } catch {
    return undefined;
  }
}
