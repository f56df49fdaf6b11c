import { describe, expect, it } from 'vitest';
import { Captions, type Line } from './captions';

const line = (mediaStartMillis: number, mediaEndMillis: number, text = `${mediaStartMillis}`): Line => ({
  mediaStartMillis,
  mediaEndMillis,
  text,
});

describe('captions', () => {
  it('stand in the order of media time, each once', () => {
    const captions = new Captions();
    captions.final(line(2_000, 3_000));
    captions.final(line(0, 1_000));

    expect(captions.final(line(2_000, 3_000))).toBe(false);
    expect(captions.lines.map((one) => one.text)).toEqual(['0', '2000']);
  });

  it('show what may change until something newer comes', () => {
    const captions = new Captions();
    captions.partialOf(line(0, 500, 'he'));
    captions.partialOf(line(0, 900, 'hello'));
    expect(captions.partial?.text).toBe('hello');

    captions.final(line(0, 1_000, 'Hello.'));
    expect(captions.partial).toBeUndefined();
  });

  it('keep what may change when something older comes for good', () => {
    const captions = new Captions();
    captions.partialOf(line(2_000, 2_500, 'and'));
    captions.final(line(0, 1_000));

    expect(captions.partial?.text).toBe('and');
  });

  it('show nothing that may change for a time that is said for good', () => {
    const captions = new Captions();
    captions.final(line(0, 1_000));

    expect(captions.partialOf(line(100, 900))).toBe(false);
    expect(captions.partial).toBeUndefined();
  });
});
