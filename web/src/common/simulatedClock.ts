import type { Clock } from './clock';

interface Call {
  at: number;
  call: () => void;
}

/** A clock for tests: time passes only when it is told to, and calls come in their order. */
export class SimulatedClock implements Clock {
  private millis = 1_000_000;
  private calls: Call[] = [];

  now(): number {
    return this.millis;
  }

  after(millis: number, call: () => void): () => void {
    const planned = { at: this.millis + millis, call };
    this.calls.push(planned);
    return () => {
      this.calls = this.calls.filter((other) => other !== planned);
    };
  }

  /** How many calls are planned. */
  get planned(): number {
    return this.calls.length;
  }

  /** Lets time pass. */
  pass(millis: number): void {
    const until = this.millis + millis;
    for (let next = this.next(until); next; next = this.next(until)) {
      this.calls = this.calls.filter((other) => other !== next);
      this.millis = Math.max(this.millis, next.at);
      next.call();
    }
    this.millis = until;
  }

  catchUp(): void {
    this.pass(0);
  }

  /** Lets time pass in which nothing is called, as with a closed lid: what was due comes late. */
  sleep(millis: number): void {
    this.millis += millis;
  }

  private next(until: number): Call | undefined {
    return this.calls
      .filter((call) => call.at <= until)
      .reduce<Call | undefined>((first, call) => (first && first.at <= call.at ? first : call), undefined);
  }
}
