const PER_SECOND = 20;

/** What is not used is saved up for half a second. */
const MOST_SAVED = PER_SECOND / 2;

/**
 * How fast chunks may be sent: five times as fast as they are recorded. What was kept during a loss goes out
 * faster than it was spoken, but not so fast that the server refuses it.
 */
export class Pace {
  private saved = MOST_SAVED;
  private at = -Infinity;
  private notBefore = -Infinity;

  /** Whether a chunk may be sent now; if so it counts. */
  takes(now: number): boolean {
    this.saved = Math.min(MOST_SAVED, this.saved + (PER_SECOND * (now - this.at)) / 1_000);
    this.at = now;
    if (now < this.notBefore || this.saved < 1) {
      return false;
    }
    this.saved--;
    return true;
  }

  /** Nothing is to be sent before some time. */
  stopUntil(time: number): void {
    this.notBefore = Math.max(this.notBefore, time);
  }
}
