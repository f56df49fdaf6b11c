import type { ClientMessage, ServerMessage } from '../protocol';
import { Backoff } from './backoff';
import { type Clock, every } from './clock';
import type { Connect, Connection } from './connection';

/** How often the server has to be told that somebody is there; see Heartbeat in protocol. */
export const HEARTBEAT_MILLIS = 240_000;

/** How long an answer may take before the connection is taken for dead. */
export const ANSWER_MILLIS = 5_000;

/** How long opening a connection may take. */
export const OPEN_MILLIS = 10_000;

/** API Gateway closes after 2 hours; a new connection takes over before an hour and a half. */
export const RENEW_MILLIS = 85 * 60_000;

/** What was on its way on the earlier connection still arrives. */
export const OVERLAP_MILLIS = 5_000;

const FIRST_WAIT_MILLIS = 250;
const LONGEST_WAIT_MILLIS = 5_000;

export interface LinkEvents {
  /** A new connection is open: what to say first on it. */
  opened(): void;
  received(message: ServerMessage): void;
  /** There is no connection; another is being opened. */
  lost(): void;
}

/**
 * Keeps a connection: opens another when one is lost, found dead or two hours old, for as long as it takes,
 * and says hello to the server often enough, which has to answer. What is sent while there is none is lost: whoever uses this
 * says again in `opened` what still matters.
 */
export class Link {
  private current: Connection | undefined;
  private next: Connection | undefined;
  private readonly backoff = new Backoff(FIRST_WAIT_MILLIS, LONGEST_WAIT_MILLIS);
  private heardAt = 0;
  private stopHeartbeat: () => void = () => undefined;
  private cancelRenewal: () => void = () => undefined;
  private cancelRetry: () => void = () => undefined;
  private cancelProbe: (() => void) | undefined;
  private over = false;

  constructor(
    private readonly connect: Connect,
    private readonly clock: Clock,
    private readonly events: LinkEvents,
  ) {}

  /** Opens the first connection. */
  open(): void {
    this.stopHeartbeat = every(this.clock, HEARTBEAT_MILLIS, () => this.probe());
    this.dial();
  }

  send(message: ClientMessage): void {
    this.current?.send(message);
  }

  isOpen(): boolean {
    return this.current !== undefined;
  }

  /** When something was last heard on any connection. */
  lastHeardAt(): number {
    return this.heardAt;
  }

  /** Asks the server for a sign of life; a connection on which none comes is given up. */
  probe(): void {
    const asked = this.current;
    if (asked && !this.cancelProbe) {
      const askedAt = this.clock.now();
      asked.send({ action: 'heartbeat' });
      this.cancelProbe = this.clock.after(ANSWER_MILLIS, () => {
        this.cancelProbe = undefined;
        if (this.current === asked && this.heardAt <= askedAt) {
          this.reopen();
        }
      });
    }
  }

  /** The network is back, or the machine has woken up: no use in waiting. */
  retryNow(): void {
    this.backoff.reset();
    if (this.current) {
      this.probe();
    } else if (!this.over) {
      this.dial();
    }
  }

  /** The connection is known to be dead: opens another. */
  reopen(): void {
    const dead = this.current;
    if (dead) {
      this.lose();
      dead.close();
    }
    this.dial();
  }

  close(): void {
    this.over = true;
    this.stopHeartbeat();
    this.cancelRenewal();
    this.cancelRetry();
    this.cancelProbe?.();
    this.current?.close();
    this.next?.close();
    this.current = undefined;
    this.next = undefined;
  }

  private dial(): void {
    if (this.over) {
      return;
    }
    this.cancelRetry();
    this.next?.close();
    const giveUp = this.clock.after(OPEN_MILLIS, () => {
      connection.close();
      ended();
    });
    const ended = () => {
      giveUp();
      if (this.next === connection) {
        this.next = undefined;
        this.retryLater();
      } else if (this.current === connection) {
        this.lose();
        this.retryLater();
      }
    };
    const connection: Connection = this.connect({
      opened: () => {
        giveUp();
        this.take(connection);
      },
      received: (message) => {
        this.heardAt = this.clock.now();
        this.events.received(message);
      },
      closed: ended,
    });
    this.next = connection;
  }

  private take(connection: Connection): void {
    const earlier = this.current;
    this.current = connection;
    this.next = undefined;
    this.heardAt = this.clock.now();
    this.backoff.reset();
    if (earlier) {
      this.clock.after(OVERLAP_MILLIS, () => earlier.close());
    }
    this.cancelRenewal();
    this.cancelRenewal = this.clock.after(RENEW_MILLIS, () => this.dial());
    this.events.opened();
  }

  /** The connection is gone, and with it all that was planned for it. */
  private lose(): void {
    this.current = undefined;
    this.cancelRenewal();
    this.events.lost();
  }

  private retryLater(): void {
    this.cancelRetry();
    this.cancelRetry = this.clock.after(this.backoff.next(), () => this.dial());
  }
}
