/** The time, and being called later: what a test replaces by a clock of its own. Milliseconds. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls once, after so many milliseconds; what it returns takes the call back. */
  after(millis: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (millis, call) => {
    const timer = setTimeout(call, millis);
    return () => clearTimeout(timer);
  },
};

/** Calls again and again, until what it returns is called. */
export function every(clock: Clock, millis: number, call: () => void): () => void {
  let cancel = clock.after(millis, again);
  function again() {
    cancel = clock.after(millis, again);
    call();
  }
  return () => cancel();
}
