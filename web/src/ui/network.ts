import { ASLEEP_MILLIS, type Clock, every, systemClock } from '../common/clock';

const LOOK_MILLIS = 2_000;

/** Tells when the network comes and goes, and when the machine wakes up. Until what it returns is called. */
export function watchNetwork(of: { wake(): void; offline(): void }, clock: Clock = systemClock): () => void {
  const wake = () => of.wake();
  const offline = () => of.offline();
  const seen = () => {
    if (document.visibilityState === 'visible') {
      of.wake();
    }
  };
  const stopWatching = watchSleep(wake, clock);
  addEventListener('online', wake);
  addEventListener('offline', offline);
  document.addEventListener('visibilitychange', seen);
  return () => {
    stopWatching();
    removeEventListener('online', wake);
    removeEventListener('offline', offline);
    document.removeEventListener('visibilitychange', seen);
  };
}

/** Tells when the machine wakes up: while it sleeps no time passes for a page, and then much at once. */
export function watchSleep(wake: () => void, clock: Clock): () => void {
  let lookedAt = clock.now();
  return every(clock, LOOK_MILLIS, () => {
    const asleep = clock.now() - lookedAt > ASLEEP_MILLIS;
    lookedAt = clock.now();
    if (asleep) {
      wake();
    }
  });
}
