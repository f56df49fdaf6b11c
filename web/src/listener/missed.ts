import { batch } from '@preact/signals';
import { ApiError, type From, MOST_MISSED, type MissedInterpretations } from '../common/api';
import { Backoff } from '../common/backoff';
import type { Clock } from '../common/clock';
import { isPassing } from '../common/conversation';

/** For so long it is asked again what can't be told just now: a whole room may ask at the same time. */
const ASK_MILLIS = 90_000;
/** A question is given up that was not answered for so long: longer than the API itself waits, in case that hangs. */
const ANSWER_MILLIS = 15_000;
const FIRST_WAIT_MILLIS = 500;
const LONGEST_WAIT_MILLIS = 10_000;

/**
 * Asks for interpretations that were told before until there is no more of them: an answer that is full has more
 * behind it, and who is refused for the moment, or hears nothing from the server, asks later and later.
 */
export class Missed {
  constructor(
    private readonly ask: (from: From) => Promise<MissedInterpretations>,
    private readonly clock: Clock,
  ) {}

  /**
   * Asks as long as it is wanted. Says why not all of it could be had, if so.
   *
   * @param from from where on, each time that it is asked
   */
  async since(
    from: () => From,
    isWanted: () => boolean,
    take: (missed: MissedInterpretations) => void,
  ): Promise<ApiError | undefined> {
    let next: (() => From) | undefined = from;
    while (next && isWanted()) {
      const answer = await this.answer(next, isWanted);
      if (answer instanceof ApiError) {
        return answer;
      }
      if (isWanted()) {
        batch(() => take(answer));
      }
      const behind = whatIsBehind(answer, next());
      next = behind && (() => behind);
    }
    return undefined;
  }

  private async answer(from: () => From, isWanted: () => boolean): Promise<MissedInterpretations | ApiError> {
    const backoff = new Backoff(FIRST_WAIT_MILLIS, LONGEST_WAIT_MILLIS);
    const until = this.clock.now() + ASK_MILLIS;
    for (;;) {
      const answer = await this.inTime(this.ask(from())).catch((error: unknown) =>
        error instanceof ApiError ? error : new ApiError('INTERNAL', String(error)),
      );
      if (!(answer instanceof ApiError) || !isPassing(answer) || !isWanted()) {
        return answer;
      }
      const wait = answer.retryAfterSeconds === undefined ? backoff.next() : 1_000 * answer.retryAfterSeconds;
      if (this.clock.now() + wait > until) {
        return answer;
      }
      await new Promise<void>((go) => void this.clock.after(wait, go));
      if (!isWanted()) {
        return answer;
      }
    }
  }

  private async inTime<T>(answer: Promise<T>): Promise<T> {
    let giveUp = () => {};
    const late = new Promise<never>((_, failed) => {
      giveUp = this.clock.after(ANSWER_MILLIS, () => failed(new ApiError('UNAVAILABLE', 'no answer')));
    });
    return Promise.race([answer, late]).finally(giveUp);
  }
}

/** Where what a full answer left out begins. */
function whatIsBehind({ audio, skipped, captions }: MissedInterpretations, asked: From): From | undefined {
  const starts = [...audio, ...skipped, ...captions].map((one) => one.mediaStartMillis);
  const latest = Math.max(...starts);
  const goesOn = !('since' in asked && latest <= asked.since);
  return new Set(starts).size >= MOST_MISSED && goesOn ? { since: latest } : undefined;
}
