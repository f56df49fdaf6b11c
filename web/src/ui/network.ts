/** How long a page must have stood still to count as asleep, as with a closed lid. */
const ASLEEP_MILLIS = 10_000;
const LOOK_MILLIS = 2_000;

/** Tells when the network comes and goes, and when the machine wakes up. Until what it returns is called. */
export function watchNetwork(of: { wake(): void; offline(): void }): () => void {
  const wake = () => of.wake();
  const offline = () => of.offline();
  const seen = () => {
    if (document.visibilityState === 'visible') {
      of.wake();
    }
  };
  let lookedAt = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    if (now - lookedAt > ASLEEP_MILLIS) {
      of.wake();
    }
    lookedAt = now;
  }, LOOK_MILLIS);
  addEventListener('online', wake);
  addEventListener('offline', offline);
  document.addEventListener('visibilitychange', seen);
  return () => {
    clearInterval(timer);
    removeEventListener('online', wake);
    removeEventListener('offline', offline);
    document.removeEventListener('visibilitychange', seen);
  };
}
