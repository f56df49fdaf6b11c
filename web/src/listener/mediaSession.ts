/** What a phone's lock screen shows, and its buttons. Browsers without one do without. */
export function showOnLockScreen(title: string, of: { play(): void; pause(): void }): void {
  if ('mediaSession' in navigator) {
    navigator.mediaSession.metadata = new MediaMetadata({ title, artist: 'Dragoman' });
    navigator.mediaSession.setActionHandler('play', () => of.play());
    navigator.mediaSession.setActionHandler('pause', () => of.pause());
    navigator.mediaSession.setActionHandler('stop', () => of.pause());
  }
}

export function showPlaying(playing: boolean): void {
  if ('mediaSession' in navigator) {
    navigator.mediaSession.playbackState = playing ? 'playing' : 'paused';
  }
}

/** Nothing is heard here any more: others may have the lock screen. */
export function leaveLockScreen(): void {
  if ('mediaSession' in navigator) {
    navigator.mediaSession.metadata = null;
    navigator.mediaSession.playbackState = 'none';
    for (const action of ['play', 'pause', 'stop'] as const) {
      navigator.mediaSession.setActionHandler(action, null);
    }
  }
}
