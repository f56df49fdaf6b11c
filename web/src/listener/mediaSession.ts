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
