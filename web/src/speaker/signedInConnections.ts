import { signal } from '@preact/signals';
import type { Connect, Connection, ConnectionEvents } from '../common/connection';
import { type SignedIn, SignInNeeded } from './tokens';

/** Opens a connection with a token, or as anybody. */
type Open = (token: string | undefined, events: ConnectionEvents) => Connection;

/**
 * Opens connections for somebody who is signed in. Browsers don't tell why a connection could not be opened:
 * where anybody may connect and only this token may not, it is renewed, and when that does not help either,
 * signing in again is asked for. It is tried on all the same: it may have been the server's fault.
 */
export class SignedInConnections {
  /** Whether nothing goes on until somebody signs in again. */
  readonly signInNeeded = signal(false);

  private refusals = 0;

  constructor(
    private readonly open: Open,
    private who: SignedIn,
  ) {}

  /** Who signed in last. */
  whoSpeaks(): SignedIn {
    return this.who;
  }

  /** Somebody has signed in again. */
  signedIn(who: SignedIn): void {
    this.who = who;
    this.refusals = 0;
    this.signInNeeded.value = false;
  }

  readonly connect: Connect = (events) => {
    let over = false;
    let connection: Connection | undefined;
    const end = () => {
      if (!over) {
        over = true;
        events.closed();
      }
    };
    const opened = () => {
      this.refusals = 0;
      this.signInNeeded.value = false;
      events.opened();
    };
    const askAsAnybody = () => {
      connection = this.open(undefined, {
        opened: () => {
          connection?.close();
          this.refused();
          end();
        },
        received: () => undefined,
        closed: end,
      });
    };
    this.who.token(this.refusals === 1).then(
      (token) => {
        if (!over) {
          connection = this.open(token, unlessOpened({ ...events, opened, closed: end }, askAsAnybody));
        }
      },
      (error: unknown) => {
        if (error instanceof SignInNeeded) {
          this.signInNeeded.value = true;
        }
        end();
      },
    );
    return {
      send: (message) => connection?.send(message),
      close: () => {
        over = true;
        connection?.close();
      },
    };
  };

  private refused(): void {
    this.refusals++;
    if (this.refusals > 1) {
      this.signInNeeded.value = true;
    }
  }
}

/** Calls something else than closed when a connection ends that never was open. */
function unlessOpened(events: ConnectionEvents, neverOpened: () => void): ConnectionEvents {
  let wasOpen = false;
  return {
    opened: () => {
      wasOpen = true;
      events.opened();
    },
    received: (message) => events.received(message),
    closed: () => (wasOpen ? events.closed() : neverOpened()),
  };
}
