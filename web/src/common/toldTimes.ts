/**
 * Tells what is new from what was told before, by media time: a repetition has the same media start, and
 * what comes again with other borders lies for the greater part in what was told. Whatever the order in
 * which it is told, every time is covered and none twice but at borders.
 *
 * See the contract of a listener in protocol's package documentation.
 */
export class ToldTimes {
  private readonly starts = new Set<number>();

  /** What was told, as stretches in order that do not touch. */
  private told: { from: number; until: number }[] = [];

  /** Whether something is new; if so it counts as told from now on. */
  add(startMillis: number, endMillis: number): boolean {
    if (!this.isNew(startMillis, endMillis)) {
      return false;
    }
    this.starts.add(startMillis);
    let from = startMillis;
    let until = Math.max(endMillis, startMillis + 1);
    const apart = [];
    for (const one of this.told) {
      if (one.until < from || one.from > until) {
        apart.push(one);
      } else {
        from = Math.min(from, one.from);
        until = Math.max(until, one.until);
      }
    }
    apart.push({ from, until });
    this.told = apart.sort((a, b) => a.from - b.from);
    return true;
  }

  /** Whether it has another media start than all before, and at most half of it was told. */
  isNew(startMillis: number, endMillis: number): boolean {
    const until = Math.max(endMillis, startMillis + 1);
    return !this.starts.has(startMillis) && 2 * this.toldOf(startMillis, until) <= until - startMillis;
  }

  private toldOf(from: number, until: number): number {
    return this.told.reduce((sum, one) => sum + Math.max(0, Math.min(until, one.until) - Math.max(from, one.from)), 0);
  }
}
