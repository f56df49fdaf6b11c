/**
 * Keeps the screen from going dark and the phone from locking, until what it returns is called. Browsers allow
 * that only to a page that can be seen: one that was hidden asks again when it is back. Where a browser knows
 * no such thing, or saves its battery, the screen stays as it is.
 */
export function keepScreenOn(): () => void {
  let lock: Promise<WakeLockSentinel | undefined> = Promise.resolve(undefined);
  const ask = () => {
    if (document.visibilityState === 'visible' && 'wakeLock' in navigator) {
      lock = navigator.wakeLock.request('screen').catch(() => undefined);
    }
  };
  ask();
  document.addEventListener('visibilitychange', ask);
  return () => {
    document.removeEventListener('visibilitychange', ask);
    void lock.then((held) => held?.release());
  };
}
