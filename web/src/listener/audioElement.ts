import type { Output } from './player';

/** What others do to the sound: the system, the lock screen, a headset. */
export interface SoundEvents {
  /** The browser stopped or refused it: for a call, for headphones that are gone, or for want of a press. */
  interrupted(): void;
  /** It goes on, though nobody in this page said so: after the call. */
  wentOn(): void;
}

/**
 * One audio element that never stops while somebody listens: pieces one after the other, and silence
 * between them. A phone whose screen is locked lets an element that plays go on, and the page with it; it
 * would stop both in a pause of the talk. See docs/decisions/0014-one-audio-element-that-never-stops.md.
 */
export class AudioElement implements Output<string> {
  readonly element = new Audio();
  /** Whether a page may say how loud it is: on phones and tablets of Apple only their buttons do. */
  readonly hasVolume = canSetVolume(this.element);
  private readonly silence = URL.createObjectURL(silentWave());
  private done: ((how: 'ended' | 'failed') => void) | undefined;
  private stands = false;
  private closed = false;

  constructor(private readonly events: SoundEvents) {
    this.element.preservesPitch = true;
    this.element.addEventListener('ended', () => this.finish('ended'));
    this.element.addEventListener('error', () => this.finish('failed'));
    this.element.addEventListener('pause', () => {
      if (!this.stands && !this.element.ended && this.element.paused) {
        this.events.interrupted();
      }
    });
    this.element.addEventListener('play', () => {
      if (this.stands && !this.closed && !this.element.paused) {
        this.events.wentOn();
      }
    });
  }

  /** To be called in a press, so that the browser allows sound. */
  unlock(): void {
    this.playSilence();
  }

  play(sound: string, rate: number, done: (how: 'ended' | 'failed') => void): void {
    this.done = done;
    this.set(sound, false);
    this.setRate(rate);
    this.begin();
  }

  setRate(rate: number): void {
    this.element.defaultPlaybackRate = rate;
    this.element.playbackRate = rate;
  }

  pause(): void {
    this.stands = true;
    this.element.pause();
  }

  resume(): void {
    this.stands = false;
    this.begin();
  }

  stop(): void {
    this.done = undefined;
    this.playSilence();
  }

  release(sound: string): void {
    URL.revokeObjectURL(sound);
  }

  /** Nobody listens any more. */
  close(): void {
    this.done = undefined;
    this.closed = true;
    this.stands = true;
    this.element.pause();
    this.element.removeAttribute('src');
  }

  private finish(how: 'ended' | 'failed'): void {
    const { done } = this;
    if (done) {
      this.done = undefined;
      done(how);
      this.silenceUnlessPlaying();
    }
  }

  /** The next piece may have begun already. */
  private silenceUnlessPlaying(): void {
    if (!this.done) {
      this.playSilence();
    }
  }

  private playSilence(): void {
    if (!this.closed) {
      this.set(this.silence, true);
      this.begin();
    }
  }

  private set(source: string, loop: boolean): void {
    this.element.loop = loop;
    this.element.src = source;
  }

  private begin(): void {
    if (!this.stands) {
      this.element.play().catch((error: unknown) => {
        if (error instanceof DOMException && error.name === 'NotAllowedError') {
          this.events.interrupted();
        }
      });
    }
  }
}

function canSetVolume(element: HTMLAudioElement): boolean {
  const before = element.volume;
  element.volume = before / 2;
  const isSet = element.volume !== before;
  element.volume = before;
  return isSet;
}

/** A second of silence: 8 kHz, 8 bits, one channel. */
function silentWave(): Blob {
  const samples = 8_000;
  const header = new DataView(new ArrayBuffer(44));
  const text = (at: number, letters: string) =>
    Array.from(letters).forEach((c, i) => header.setUint8(at + i, c.charCodeAt(0)));
  text(0, 'RIFF');
  header.setUint32(4, 36 + samples, true);
  text(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, 8_000, true);
  header.setUint32(28, 8_000, true);
  header.setUint16(32, 1, true);
  header.setUint16(34, 8, true);
  text(36, 'data');
  header.setUint32(40, samples, true);
  return new Blob([header, new Uint8Array(samples).fill(128)], { type: 'audio/wav' });
}
