import { batch, signal } from '@preact/signals';
import type { ClientMessage, Problem, ServerMessage } from '../protocol';
import { type Action, Asks, type MakeMessage } from './asks';
import { type Clock, every } from './clock';
import type { Connect } from './connection';
import { Link } from './link';

/** How often it is looked for what is to be asked again: finer than the shortest backoff. */
const LOOK_MILLIS = 100;

/** Whoever is to wait longer than this for a talk to begin, or to join it, is told so. */
const LONG_WAIT_SECONDS = 10;

/** A connection that is silent for longer is asked for a sign of life: one that waits for something, and any. */
const SILENT_WAITING_MILLIS = 20_000;
const SILENT_MILLIS = 60_000;

/** Who somebody is to a session: what is said first on a connection, and nothing else before its answer. */
const INTRODUCTIONS: readonly Action[] = ['createSession', 'joinSession', 'refreshConnection'];

/** What is asked again and again is not refused by these. */
const PASSING: readonly Problem['code'][] = ['UNAVAILABLE', 'INTERNAL', 'RATE_LIMITED'];

/** Whoever talks to the server: a speaker or a listener. */
export interface Side {
  /** How to introduce oneself on a connection that does not know who this is; not at all if undefined. */
  introduction(): ClientMessage | undefined;
  /** Everything that is heard, but problems of what was asked and signs of life. */
  received(message: ServerMessage): void;
  /** What was asked will not be done. */
  refused(problem: Problem): void;
  /** Time has gone by, or something was heard: what else is to be said now. */
  look(): void;
  /** Whether something is to come that was not asked for. */
  waits?(): boolean;
}

/**
 * What a speaker and a listener share: every wish is asked until it is answered, and whatever happens to
 * the connection, another takes its place, on which this side introduces itself before it says anything
 * else. So does it when the server has forgotten it. A connection that is silent for long has to give a sign
 * of life, or another takes its place. What can't be done just now is asked later and later.
 */
export class Conversation {
  /** False from the loss of a connection until the server knows this side on another one. */
  readonly connected = signal(false);

  private readonly link: Link;
  private readonly asks = new Asks();
  private readonly stopLooking: () => void;
  private known = false;
  private everKnown = false;
  private openedAt = 0;

  constructor(
    connect: Connect,
    private readonly clock: Clock,
    private readonly side: Side,
  ) {
    this.link = new Link(connect, clock, {
      opened: () => this.introduce(),
      received: (message) => this.received(message),
      lost: () => {
        this.known = false;
        this.connected.value = false;
      },
    });
    this.stopLooking = every(clock, LOOK_MILLIS, () => this.look());
  }

  /** Opens the first connection. */
  open(): void {
    this.link.open();
  }

  /** The server knows who this is on the newest connection. */
  introduced(): void {
    this.known = true;
    this.everKnown = true;
    this.connected.value = true;
  }

  /** Whether this side can say what only it may say. */
  isKnown(): boolean {
    return this.known && this.link.isOpen();
  }

  /** Another has taken this side's place: it says nothing more until it asks for something again. */
  giveWay(): void {
    this.known = false;
    this.asks.forget();
  }

  /** Introduces this side, as on a new connection. */
  introduce(): void {
    const introduction = this.side.introduction();
    this.known = false;
    this.openedAt = this.clock.now();
    this.asks.askAllAgain(this.clock.now());
    if (introduction) {
      this.ask(introduction.action, () => this.side.introduction());
    }
  }

  /** How long the server has had to learn who this is. */
  knownForMillis(): number {
    return this.clock.now() - this.openedAt;
  }

  /** Asks for something until it is answered. */
  ask(action: Action, message: MakeMessage): void {
    this.asks.ask(action, message, this.clock.now());
    this.askWhatIsDue();
  }

  /** Something was answered, or is not wanted any more. Says whether it had been asked. */
  answered(action: Action): boolean {
    return this.asks.answered(action);
  }

  isAsking(action: Action): boolean {
    return this.asks.isOpen(action);
  }

  /** Says something once. */
  send(message: ClientMessage): void {
    this.link.send(message);
  }

  /** How long nothing has come on a connection that is open. */
  silentMillis(): number {
    return this.link.isOpen() ? this.clock.now() - this.link.lastHeardAt() : 0;
  }

  /** Asks for a sign of life; a connection on which none comes is given up. */
  probe(): void {
    this.link.probe();
  }

  /** The connection is dead: opens another. */
  reconnect(): void {
    this.link.reopen();
  }

  /** The machine woke up, the network is back, or somebody has signed in. */
  wake(): void {
    this.link.retryNow();
  }

  /** The network is gone, as the browser says. */
  offline(): void {
    if (this.link.isOpen()) {
      this.link.reopen();
    }
  }

  /** Needs no connection any more. */
  hangUp(): void {
    this.link.close();
  }

  /** Nothing is said or heard any more. */
  close(): void {
    this.stopLooking();
    this.link.close();
  }

  private received(message: ServerMessage): void {
    batch(() => {
      if (message.type === 'heartbeatHeard') {
        if (message.sessionId === undefined && this.known) {
          // The server has forgotten this connection.
          this.introduce();
        }
      } else if (message.type === 'problem' && this.asks.isOpen(message.action)) {
        this.takeProblem(message);
      } else {
        this.side.received(message);
      }
    });
    this.look();
  }

  private takeProblem(problem: Problem): void {
    if (isPassing(problem) && !this.isTooLongToWait(problem)) {
      this.asks.postponed(problem.action, this.clock.now(), problem.retryAfterSeconds);
    } else {
      this.asks.answered(problem.action);
      this.side.refused(problem);
    }
  }

  /** Nobody looks at "Starting" for an hour. Who is in a talk goes on with it, however long that takes. */
  private isTooLongToWait({ action, retryAfterSeconds = 0 }: Problem): boolean {
    return !this.everKnown && action !== 'refreshConnection' && retryAfterSeconds > LONG_WAIT_SECONDS;
  }

  private look(): void {
    this.side.look();
    this.askWhatIsDue();
    const waits = !this.asks.isEmpty() || this.side.waits?.();
    if (this.silentMillis() > (waits ? SILENT_WAITING_MILLIS : SILENT_MILLIS)) {
      this.probe();
    }
  }

  private askWhatIsDue(): void {
    if (this.link.isOpen()) {
      const isIntroducing = INTRODUCTIONS.some((action) => this.asks.isOpen(action));
      const due = this.asks.due(this.clock.now(), (action) => !isIntroducing || INTRODUCTIONS.includes(action));
      due.forEach((message) => this.link.send(message));
    }
  }
}

/** Whether the same may be done when it is asked again. */
export function isPassing({ code }: Pick<Problem, 'code'>): boolean {
  return PASSING.includes(code);
}
