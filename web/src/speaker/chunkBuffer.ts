import { ASLEEP_MILLIS } from '../common/clock';
import { type ChunkPlace, type ChunkRange, MOST_CHUNK_BYTES } from '../protocol';
import { type Chunk, KeptChunk } from './keptChunk';
import { Pace } from './pace';

/** Room for 120 s at the rate of a browser that was not told any. */
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_AGE_MILLIS = 120_000;

/** So many chunks are on their way at most, so that a slow network is not made slower. */
const MOST_ON_THEIR_WAY = 32;

/**
 * Numbers what the recorder gives and keeps each chunk until it is acknowledged: what leaves this buffer
 * was acknowledged, refused for good, or counted as lost because there was no room or it got too old. Says
 * which chunks to send now; sends nothing itself and knows no clock.
 *
 * A hole is filled as soon as it shows: once a chunk that left later arrived, older ones that the server could
 * not take are due at once, and one that several later ones have overtaken is taken for lost.
 */
export class ChunkBuffer {
  /** By number; in the order in which they were recorded. */
  private readonly kept = new Map<string, KeptChunk>();
  private readonly refusedRecordings = new Set<number>();
  private readonly pace = new Pace();
  private keptBytes = 0;
  private sendings = 0;
  private recording: number;
  private sequence: number;
  private begun: boolean;
  /** Until when time has passed here, and how much of it the machine was awake. */
  private passedUntil: number | undefined;
  private awakeMillis = 0;

  /** How many chunks were given up. */
  lost = 0;

  /** How many chunks with something in them the server would not have. */
  refused = 0;

  /**
   * @param recordings how many recordings there were before, on an earlier visit of the page
   * @param chunksInLast how many chunks the last of them had, if that is known
   */
  constructor(recordings = 0, chunksInLast?: number) {
    this.recording = recordings - 1;
    this.sequence = chunksInLast ?? 0;
    this.begun = chunksInLast !== undefined;
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

  /** How many chunks that recording has had, lost ones included; undefined if nobody knows. */
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

  /** Time goes by: what got too old is given up. While the machine sleeps nothing gets older. */
  pass(now: number): void {
    const passed = now - (this.passedUntil ?? now);
    this.passedUntil = now;
    this.awakeMillis += passed > ASLEEP_MILLIS ? 0 : passed;
    this.giveUp((kept) => kept.since < this.awakeMillis - MOST_AGE_MILLIS);
  }

  /** What to send now, oldest first; counts as sent. */
  due(now: number): Chunk[] {
    let onTheirWay = [...this.kept.values()].filter((kept) => kept.isOnItsWay(now)).length;
    const due: Chunk[] = [];
    for (const kept of this.kept.values()) {
      if (kept.isDue(now) && onTheirWay < MOST_ON_THEIR_WAY) {
        if (!this.pace.takes(now)) {
          return due;
        }
        kept.sent(++this.sendings, now);
        onTheirWay++;
        due.push(kept.chunk);
      } else if (kept.holdsBack) {
        return due;
      }
    }
    return due;
  }

  /** A chunk arrived for good. */
  acknowledged(place: ChunkPlace): void {
    const arrived = this.remove(place);
    if (arrived) {
      this.kept.forEach((kept) => kept.passedBy(arrived));
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
    this.kept.get(key(place))?.postponed(now, retryAfterSeconds);
  }

  /** A chunk could not be taken because a service is not there: those behind it wait until it is tried again. */
  unavailable(place: ChunkPlace, now: number): void {
    const kept = this.kept.get(key(place));
    if (kept) {
      kept.postponed(now);
      kept.holdsBack = true;
    }
  }

  /** A chunk will never be taken. */
  refuse(place: ChunkPlace): void {
    const refused = this.remove(place);
    this.refused += refused && refused.chunk.bytes.length > 0 ? 1 : 0;
  }

  /** Nothing of a recording will ever be taken. */
  refuseRecording(recording: number): void {
    this.refusedRecordings.add(recording);
    [...this.kept.values()]
      .filter(({ chunk }) => chunk.recording === recording)
      .forEach(({ chunk }) => this.refuse(chunk));
  }

  /** The connection is another: whatever was on its way may be lost. */
  sendAllAgain(): void {
    this.kept.forEach((kept) => kept.sendAgain());
  }

  /** The oldest chunk that is not acknowledged, if any. */
  oldest(): ChunkPlace | undefined {
    const first = this.kept.values().next().value;
    return first && { recording: first.chunk.recording, sequence: first.chunk.sequence };
  }

  /** How long an answer to what was sent has not come. */
  unansweredMillis(now: number): number {
    return [...this.kept.values()].reduce((longest, kept) => Math.max(longest, kept.unansweredMillis(now)), 0);
  }

  /** How many chunks did not arrive: given up, refused, or kept to this moment. */
  undelivered(): number {
    return this.lost + this.refused + [...this.kept.values()].filter(({ chunk }) => chunk.bytes.length > 0).length;
  }

  /** How many wait here that have not even left, or did so in vain. */
  unsent(): number {
    return [...this.kept.values()].filter((kept) => kept.isUnsent()).length;
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
    this.pass(now);
    this.kept.set(key(chunk), new KeptChunk(chunk, this.awakeMillis));
    this.keptBytes += bytes.length;
    this.giveUp(() => this.keptBytes > MOST_BYTES);
  }

  /** Gives up from the oldest on, as long as something holds. */
  private giveUp(which: (kept: KeptChunk) => boolean): void {
    for (const kept of [...this.kept.values()]) {
      if (!which(kept)) {
        return;
      }
      this.remove(kept.chunk);
      this.lost++;
    }
  }

  private remove(place: ChunkPlace): KeptChunk | undefined {
    const removed = this.kept.get(key(place));
    this.keptBytes -= removed?.chunk.bytes.length ?? 0;
    this.kept.delete(key(place));
    return removed;
  }
}

function key({ recording, sequence }: ChunkPlace): string {
  return `${recording}/${sequence}`;
}
