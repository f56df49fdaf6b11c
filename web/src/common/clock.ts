/** The time, and being called later: what a test replaces by a clock of its own. Milliseconds. */
export interface Clock {
  /** Milliseconds since 1970; never less than before. */
  now(): number;
  /** Calls once, after so many milliseconds; what it returns takes the call back. */
  after(millis: number, call: () => void): () => void;
  /** Calls now whatever should have been called by now: browsers let those wait whose page nobody sees. */
  catchUp(): void;
}

/** Nothing stands still for longer than this while the machine is awake. */
export const ASLEEP_MILLIS = 10_000;

interface Planned {
  at: number;
  call: () => void;
}

/** The machine's clock. Where that is set back it goes on from where it was: nothing waits for a time to come again. */
export class SystemClock implements Clock {
  private readonly planned = new Set<Planned>();
  private read = -Infinity;
  private setBackMillis = 0;

  /** @param machine what the machine says that the time is */
  constructor(private readonly machine: () => number = () => Date.now()) {}

  now(): number {
    const read = this.machine();
    this.setBackMillis += Math.max(0, this.read - read);
    this.read = read;
    return read + this.setBackMillis;
  }

  after(millis: number, call: () => void): () => void {
    const takeBack = () => {
      clearTimeout(timer);
      this.planned.delete(planned);
    };
    const planned: Planned = {
      at: this.now() + millis,
      call: () => {
        takeBack();
        call();
      },
    };
    const timer = setTimeout(planned.call, millis);
    this.planned.add(planned);
    return takeBack;
  }

  catchUp(): void {
    const now = this.now();
    const late = [...this.planned].filter(({ at }) => at <= now).sort((one, other) => one.at - other.at);
    for (const planned of late) {
      if (this.planned.has(planned)) {
        planned.call();
      }
    }
  }
}

export const systemClock: Clock = new SystemClock();

/** Calls again and again, until what it returns is called. */
export function every(clock: Clock, millis: number, call: () => void): () => void {
  let cancel = clock.after(millis, again);
  function again() {
    cancel = clock.after(millis, again);
    call();
  }
  return () => cancel();
}
