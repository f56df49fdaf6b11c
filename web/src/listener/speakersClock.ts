/** How long ago a message may have come that still says when things were spoken. */
const WINDOW_MILLIS = 60_000;

/**
 * What recognising takes at the least, from a word's end to its first caption here. No message says when its
 * words were spoken, so the fastest one is taken for as fast as this.
 */
const FASTEST_CAPTION_MILLIS = 400;

/** Estimates when something was spoken, by the listener's clock, from the media times that messages carry. */
export class SpeakersClock {
  private heard: { at: number; mediaZeroAt: number }[] = [];

  /** Something came that was spoken up to a media time. */
  hear(mediaEndMillis: number, now: number): void {
    const mediaZeroAt = now - mediaEndMillis;
    // What is older and slower never counts again.
    this.heard = this.heard.filter((one) => one.at > now - WINDOW_MILLIS && one.mediaZeroAt < mediaZeroAt);
    this.heard.push({ at: now, mediaZeroAt });
  }

  /** Media time stood still: nothing known before holds. */
  restart(): void {
    this.heard = [];
  }

  /** When a media time was spoken; undefined before anything was heard. */
  spokenAt(mediaMillis: number): number | undefined {
    const fastest = this.heard[0];
    return fastest && fastest.mediaZeroAt - FASTEST_CAPTION_MILLIS + mediaMillis;
  }

  /** What media time it is; undefined before anything was heard. */
  mediaTime(now: number): number | undefined {
    const zero = this.spokenAt(0);
    return zero === undefined ? undefined : now - zero;
  }
}
