import { describe, expect, it } from 'vitest';
import { SpeakersClock } from './speakersClock';

describe("the speaker's clock", () => {
  it('goes by the fastest message', () => {
    const clock = new SpeakersClock();
    clock.hear(1_000, 10_000);
    clock.hear(2_000, 10_600);
    clock.hear(3_000, 12_500);

    expect(clock.spokenAt(2_000)).toBe(10_600 - 400);
    expect(clock.mediaTime(10_600)).toBe(2_400);
  });

  it('forgets what is long ago, so that clocks may drift', () => {
    const clock = new SpeakersClock();
    clock.hear(1_000, 1_000);
    clock.hear(62_000, 63_000);

    expect(clock.spokenAt(62_000)).toBe(63_000 - 400);
  });

  it('knows nothing before something was heard, and after media time stood still', () => {
    const clock = new SpeakersClock();
    expect(clock.spokenAt(0)).toBeUndefined();
    clock.hear(0, 0);
    clock.restart();
    expect(clock.mediaTime(0)).toBeUndefined();
  });
});
