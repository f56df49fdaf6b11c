import { afterEach, expect, it, vi } from 'vitest';
import { leaveLockScreen, showOnLockScreen, showPlaying } from './mediaSession';

afterEach(() => void vi.unstubAllGlobals());

it('leaves nothing on the lock screen when nothing is heard any more', () => {
  // Given
  const handlers = new Map<string, unknown>();
  const mediaSession = {
    metadata: undefined as unknown,
    playbackState: 'none',
    setActionHandler: (action: string, handler: unknown) => {
      if (handler) {
        handlers.set(action, handler);
      } else {
        handlers.delete(action);
      }
    },
  };
  vi.stubGlobal('navigator', { mediaSession });
  vi.stubGlobal('MediaMetadata', Object);
  showOnLockScreen('owl-1', { play: () => undefined, pause: () => undefined });
  showPlaying(true);
  expect(handlers.size).toBe(3);

  // When
  leaveLockScreen();

  // Then
  expect(handlers.size).toBe(0);
  expect(mediaSession).toMatchObject({ metadata: null, playbackState: 'none' });
});
