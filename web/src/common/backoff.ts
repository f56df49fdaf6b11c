/** Waiting times that double from the first to the longest. */
export class Backoff {
  private following: number;

  constructor(
    private readonly firstMillis: number,
    private readonly longestMillis: number,
  ) {
    this.following = firstMillis;
  }

  next(): number {
    const now = this.following;
    this.following = Math.min(2 * now, this.longestMillis);
    return now;
  }

  reset(): void {
    this.following = this.firstMillis;
  }
}
