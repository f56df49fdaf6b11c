import { Backoff } from '../common/backoff';
import { type ChunkPlace, type ChunkRange, MOST_CHUNK_BYTES } from '../protocol';
import { Pace } from './pace';

/** A piece of what the recorder gave, under its number. */
export interface Chunk extends ChunkPlace {
  speakerMillis: number;
  bytes: Uint8Array;
  last: boolean;
}

/** Room for 120 s at the rate of a browser that was not told any. */
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_AGE_MILLIS = 120_000;

/** When nothing was heard of a chunk, it is sent again after this. */
const ANSWER_MILLIS = 10_000;
const FIRST_BACKOFF_MILLIS = 200;
const LONGEST_BACKOFF_MILLIS = 5_000;

/** So many chunks are on their way at most, so that a slow network is not made slower. */
const MOST_ON_THEIR_WAY = 32;

interface Kept {
  chunk: Chunk;
  since: number;
  backoff: Backoff;
  /** When to send it. */
  sendAt: number;
  /** Whether an answer is expected. */
  onItsWay: boolean;
  /** Whether those behind it wait until it is sent again: the oldest is to arrive first. */
  holdsBack: boolean;
}

/**
 * Numbers what the recorder gives and keeps each chunk until it is acknowledged: what leaves this buffer
 * was acknowledged, refused for good, or counted as lost because there was no room or it got too old. Says
 * which chunks to send now; sends nothing itself and knows no clock.
 */
export class ChunkBuffer {
  /** By number; in the order in which they were recorded. */
  private readonly kept = new Map<string, Kept>();
  private readonly refusedRecordings = new Set<number>();
  private readonly pace = new Pace();
  private keptBytes = 0;
  private recording: number;
  private sequence = 0;
  private begun = false;

  /** How many chunks were given up. */
  lost = 0;

  /** How many chunks with something in them the server would not have. */
  refused = 0;

  /** @param recordings how many recordings there were before, on an earlier visit of the page */
  constructor(recordings = 0) {
    this.recording = recordings - 1;
  }

  /**
   * The next chunk is the first of a new recording.
   *
   * @param recordings how many there were, as far as others know: other windows may have spoken meanwhile
   */
  startRecording(recordings = 0): void {
    this.recording = Math.max(this.recording + 1, recordings);
    this.sequence = 0;
    this.begun = true;
  }

  /** The recording that runs or ran last, -1 before the first. */
  currentRecording(): number {
    return this.recording;
  }

  /** How many chunks that recording has had, lost ones included; undefined if it began before this buffer. */
  chunksInLast(): number | undefined {
    return this.begun ? this.sequence : undefined;
  }

  /** Numbers and keeps what the recorder gave, in pieces if it is too large for one message. */
  add(blob: Uint8Array, now: number): void {
    for (let from = 0; from === 0 || from < blob.length; from += MOST_CHUNK_BYTES) {
      this.keep(blob.subarray(from, from + MOST_CHUNK_BYTES), false, now);
    }
  }

  /** The recorder has stopped: an empty chunk says so. */
  endRecording(now: number): void {
    this.keep(new Uint8Array(), true, now);
  }

  /** What to send now, oldest first; counts as sent. What got too old is given up. */
  due(now: number): Chunk[] {
    this.giveUp((kept) => kept.since < now - MOST_AGE_MILLIS);
    let onTheirWay = [...this.kept.values()].filter((kept) => kept.onItsWay && now < kept.sendAt).length;
    const due: Chunk[] = [];
    for (const kept of this.kept.values()) {
      if (kept.sendAt <= now && onTheirWay < MOST_ON_THEIR_WAY) {
        if (!this.pace.takes(now)) {
          return due;
        }
        kept.sendAt = now + ANSWER_MILLIS;
        kept.onItsWay = true;
        kept.holdsBack = false;
        onTheirWay++;
        due.push(kept.chunk);
      } else if (kept.holdsBack) {
        return due;
      }
    }
    return due;
  }

  /** A chunk arrived for good: whatever waited for a service need not wait longer. */
  acknowledged(place: ChunkPlace): void {
    this.remove(place);
    for (const kept of this.kept.values()) {
      kept.sendAt = kept.holdsBack ? 0 : kept.sendAt;
    }
  }

  /** Chunks arrived for good, as the server says when somebody comes back. */
  received(ranges: readonly ChunkRange[]): void {
    for (const { recording, first, last } of ranges) {
      for (const { chunk } of [...this.kept.values()]) {
        if (chunk.recording === recording && chunk.sequence >= first && chunk.sequence <= last) {
          this.remove(chunk);
        }
      }
    }
  }

  /** A chunk could not be taken just now; where the server says for how long, nothing is sent so long. */
  postponed(place: ChunkPlace, now: number, retryAfterSeconds?: number): void {
    if (retryAfterSeconds !== undefined) {
      this.pace.stopUntil(now + 1_000 * retryAfterSeconds);
    }
    const kept = this.kept.get(key(place));
    if (kept) {
      kept.onItsWay = false;
      kept.sendAt = now + (retryAfterSeconds === undefined ? kept.backoff.next() : 1_000 * retryAfterSeconds);
    }
  }

  /** A chunk could not be taken because a service is not there: those behind it wait until it is tried again. */
  unavailable(place: ChunkPlace, now: number): void {
    this.postponed(place, now);
    const kept = this.kept.get(key(place));
    if (kept) {
      kept.holdsBack = true;
    }
  }

  /** A chunk will never be taken. */
  refuse(place: ChunkPlace): void {
    const { length } = this.kept.get(key(place))?.chunk.bytes ?? [];
    if (this.remove(place) && length > 0) {
      this.refused++;
    }
  }

  /** Nothing of a recording will ever be taken. */
  refuseRecording(recording: number): void {
    this.refusedRecordings.add(recording);
    [...this.kept.values()]
      .filter(({ chunk }) => chunk.recording === recording)
      .forEach(({ chunk }) => this.refuse(chunk));
  }

  /** The connection is another: whatever was on its way may be lost. */
  sendAllAgain(now: number): void {
    for (const kept of this.kept.values()) {
      kept.onItsWay = false;
      kept.holdsBack = false;
      kept.sendAt = now;
    }
  }

  /** The oldest chunk that is not acknowledged, if any. */
  oldest(): ChunkPlace | undefined {
    const first = this.kept.values().next().value;
    return first && { recording: first.chunk.recording, sequence: first.chunk.sequence };
  }

  /** How long the oldest chunk has waited to be acknowledged. */
  oldestAge(now: number): number {
    const first = this.kept.values().next().value;
    return first ? now - first.since : 0;
  }

  /** How many chunks did not arrive: given up, refused, or kept to this moment. */
  undelivered(): number {
    return this.lost + this.refused + [...this.kept.values()].filter(({ chunk }) => chunk.bytes.length > 0).length;
  }

  isEmpty(): boolean {
    return this.kept.size === 0;
  }

  private keep(bytes: Uint8Array, last: boolean, now: number): void {
    if (this.recording < 0) {
      this.startRecording();
    }
    const chunk = { recording: this.recording, sequence: this.sequence++, speakerMillis: now, bytes, last };
    if (this.refusedRecordings.has(this.recording)) {
      this.refused++;
      return;
    }
    const backoff = new Backoff(FIRST_BACKOFF_MILLIS, LONGEST_BACKOFF_MILLIS);
    this.kept.set(key(chunk), { chunk, since: now, backoff, sendAt: now, onItsWay: false, holdsBack: false });
    this.keptBytes += bytes.length;
    this.giveUp(() => this.keptBytes > MOST_BYTES);
  }

  /** Gives up from the oldest on, as long as something holds. */
  private giveUp(which: (kept: Kept) => boolean): void {
    for (const kept of [...this.kept.values()]) {
      if (!which(kept)) {
        return;
      }
      this.remove(kept.chunk);
      this.lost++;
    }
  }

  private remove(place: ChunkPlace): boolean {
    const kept = this.kept.get(key(place));
    this.keptBytes -= kept?.chunk.bytes.length ?? 0;
    return this.kept.delete(key(place));
  }
}

function key({ recording, sequence }: ChunkPlace): string {
  return `${recording}/${sequence}`;
}
