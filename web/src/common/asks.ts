import type { ClientMessage } from '../protocol';
import { Backoff } from './backoff';

const ANSWER_MILLIS = 10_000;
const FIRST_BACKOFF_MILLIS = 200;
const LONGEST_BACKOFF_MILLIS = 5_000;

export type Action = ClientMessage['action'];

/** What to ask, made anew each time it is sent; nothing if it is not wanted any more. */
export type MakeMessage = () => ClientMessage | undefined;

/**
 * What is asked of the server until it answers: at once, again when no answer comes, later and later when
 * it can't just now. One of each kind, in the order in which they were asked first. Knows no clock.
 */
export class Asks {
  private readonly open = new Map<Action, { message: MakeMessage; backoff: Backoff; askAt: number }>();

  ask(action: Action, message: MakeMessage, now: number): void {
    this.open.set(action, { message, backoff: new Backoff(FIRST_BACKOFF_MILLIS, LONGEST_BACKOFF_MILLIS), askAt: now });
  }

  /** It was answered, for good or ill. Says whether it had been asked. */
  answered(action: string | undefined): boolean {
    return this.open.delete(action as Action);
  }

  isOpen(action: string | undefined): boolean {
    return this.open.has(action as Action);
  }

  /** Whether nothing waits for its answer. */
  isEmpty(): boolean {
    return this.open.size === 0;
  }

  /** Nothing is wanted any more. */
  forget(): void {
    this.open.clear();
  }

  /** It could not be done just now. */
  postponed(action: string | undefined, now: number, retryAfterSeconds?: number): void {
    const ask = this.open.get(action as Action);
    if (ask) {
      ask.askAt = now + (retryAfterSeconds === undefined ? ask.backoff.next() : 1_000 * retryAfterSeconds);
    }
  }

  /** The connection is another: whatever was asked may be lost. */
  askAllAgain(now: number): void {
    this.open.forEach((ask) => (ask.askAt = now));
  }

  /** What to ask now, of what may be asked; counts as asked. */
  due(now: number, mayBeAsked: (action: Action) => boolean = () => true): ClientMessage[] {
    return [...this.open]
      .filter(([action, ask]) => ask.askAt <= now && mayBeAsked(action))
      .flatMap(([, ask]) => {
        ask.askAt = now + ANSWER_MILLIS;
        return ask.message() ?? [];
      });
  }
}
