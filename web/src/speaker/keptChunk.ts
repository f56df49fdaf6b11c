import { Backoff } from '../common/backoff';
import type { ChunkPlace } from '../protocol';

/** A piece of what the recorder gave, under its number. */
export interface Chunk extends ChunkPlace {
  speakerMillis: number;
  bytes: Uint8Array;
  last: boolean;
}

/** When nothing was heard of a chunk, it is sent again after this. */
const ANSWER_MILLIS = 10_000;
const FIRST_BACKOFF_MILLIS = 200;
const LONGEST_BACKOFF_MILLIS = 5_000;

/** So many that left later are acknowledged before one without an answer is taken for lost. */
const OVERTAKEN_BY = 4;

/** Answers to what left within this time come in any order: so long none is taken for lost. */
const ANY_ORDER_MILLIS = 1_000;

/** A chunk that waits to be sent, or for its answer. Knows no clock. */
export class KeptChunk {
  private readonly backoff = new Backoff(FIRST_BACKOFF_MILLIS, LONGEST_BACKOFF_MILLIS);
  private sendAt = 0;
  /** Which of all sendings its last one was, from 1. */
  private sending = 0;
  /** When it left; undefined while no answer is expected. */
  private leftAt: number | undefined;
  /** How many that left later were acknowledged since. */
  private overtaken = 0;
  /** Whether it waits only because the server could not take it, and not because it was told for how long. */
  private hastens = false;
  /** Whether those behind it wait until it is sent again: the oldest is to arrive first. */
  holdsBack = false;

  /** @param since how long the machine had been awake when it was recorded */
  constructor(
    readonly chunk: Chunk,
    readonly since: number,
  ) {}

  isDue(now: number): boolean {
    return this.sendAt <= now;
  }

  /** Whether an answer may still come. */
  isOnItsWay(now: number): boolean {
    return this.leftAt !== undefined && !this.isDue(now);
  }

  /** Whether there is something in it that has not left, or did so in vain. */
  isUnsent(): boolean {
    return this.leftAt === undefined && this.chunk.bytes.length > 0;
  }

  /** How long it has waited for its answer. */
  unansweredMillis(now: number): number {
    return now - (this.leftAt ?? now);
  }

  /** @param sending how many were sent until now, this one included */
  sent(sending: number, now: number): void {
    this.sendFrom(now + ANSWER_MILLIS);
    this.leftAt = now;
    this.sending = sending;
  }

  /** The server could not take it just now; it may have said for how long. */
  postponed(now: number, retryAfterSeconds?: number): void {
    this.sendFrom(now + (retryAfterSeconds === undefined ? this.backoff.next() : 1_000 * retryAfterSeconds));
    this.hastens = retryAfterSeconds === undefined;
  }

  /** The connection on which it was sent is gone. */
  sendAgain(): void {
    this.sendFrom(0);
  }

  /** Another one arrived: a hole that shows is filled at once, for the job waits for it only a short while. */
  passedBy(other: KeptChunk): void {
    if (this.sending >= other.sending) {
      return;
    }
    if (this.hastens) {
      this.sendFrom(0);
    } else if (this.leftAt !== undefined && ++this.overtaken >= OVERTAKEN_BY) {
      this.sendAt = Math.min(this.sendAt, this.leftAt + ANY_ORDER_MILLIS);
    }
  }

  /** Waits for no answer from now on. */
  private sendFrom(time: number): void {
    this.sendAt = time;
    this.leftAt = undefined;
    this.overtaken = 0;
    this.hastens = false;
    this.holdsBack = false;
  }
}
