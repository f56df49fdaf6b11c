import type { ClientMessage, ServerMessage } from '../protocol';
import type { Connect, Connection, ConnectionEvents } from './connection';

/** A connection whose other end is a test. */
export class FakeConnection implements Connection {
  readonly sent: ClientMessage[] = [];
  closed = false;

  constructor(readonly events: ConnectionEvents) {}

  send(message: ClientMessage): void {
    this.sent.push(message);
  }

  close(): void {
    this.closed = true;
  }

  say(message: ServerMessage): void {
    if (!this.closed) {
      this.events.received(message);
    }
  }

  /** What was sent of one kind. */
  sentOf<A extends ClientMessage['action']>(action: A): Extract<ClientMessage, { action: A }>[] {
    return this.sent.filter((one): one is Extract<ClientMessage, { action: A }> => one.action === action);
  }
}

/** Gives connections and remembers them. */
export class FakeConnections {
  readonly all: FakeConnection[] = [];

  readonly connect: Connect = (events) => {
    const connection = new FakeConnection(events);
    this.all.push(connection);
    return connection;
  };

  get last(): FakeConnection {
    const last = this.all.at(-1);
    if (!last) {
      throw new Error('nobody connected');
    }
    return last;
  }

  open(): FakeConnection {
    this.last.events.opened();
    return this.last;
  }
}
