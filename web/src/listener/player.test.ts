import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { SimulatedClock } from '../common/simulatedClock';
import { Player } from './player';
import { FETCH_MILLIS, MOST_AHEAD, MOST_BEHIND_MILLIS, type Piece } from './playlist';
import { SimulatedEars, type Sounds } from './simulatedEars';

const piece = (start: number, length = 1_000): Piece => ({
  mediaStartMillis: start,
  mediaEndMillis: start + length,
  durationMillis: 1_000,
  url: String(start),
});

/** Promises settle before time goes on. */
const settled = () => new Promise<void>((done) => setImmediate(done));

describe('a player', () => {
  let clock: SimulatedClock;
  let ears: SimulatedEars;
  let dropped: string[];
  let player: Player<string>;

  const playerWith = (fetchSound: (url: string, signal: AbortSignal) => Promise<string>, behaviour?: () => Sounds) => {
    ears = new SimulatedEars(clock, behaviour);
    player = new Player(ears, fetchSound, clock, {
      playing: () => undefined,
      rate: () => undefined,
      dropped: (gone, why) => dropped.push(`${gone.url} ${why}`),
    });
  };
  const sounds = () => ears.heard.map((one) => one.sound);

  beforeEach(() => {
    clock = new SimulatedClock();
    dropped = [];
    playerWith((url) => Promise.resolve(url));
  });

  it('begins at once, and the next as soon as the one before has ended', async () => {
    player.announce(piece(0));
    player.announce(piece(1_000));
    await settled();
    const began = clock.now();
    clock.pass(5_000);

    expect(ears.heard.map((one) => [one.sound, one.at - began])).toEqual([
      ['0', 0],
      ['1000', expect.any(Number)],
    ]);
    expect(ears.heard[1]?.at).toBeLessThanOrEqual(began + 1_000);
    expect(ears.released).toEqual(['0', '1000']);
    expect(player.isThrough()).toBe(true);
  });

  it('goes on without what can not be had', async () => {
    playerWith((url) => (url === '0' ? Promise.reject(new Error('gone')) : Promise.resolve(url)));
    player.announce(piece(0));
    player.announce(piece(1_000));
    await settled();

    expect(sounds()).toEqual(['1000']);
    expect(dropped).toEqual(['0 missing']);
  });

  it('goes on when the output fails or gets stuck', async () => {
    playerWith(
      (url) => Promise.resolve(url),
      () => 'hangs',
    );
    player.announce(piece(0));
    player.announce(piece(1_000));
    await settled();
    clock.pass(20_000);

    expect(sounds()).toEqual(['0', '1000']);
    expect(player.isThrough()).toBe(true);
  });

  it('stands still in a pause, and goes on where it was', async () => {
    player.announce(piece(0));
    player.announce(piece(1_000));
    await settled();
    clock.pass(300);
    player.pause();
    clock.pass(30_000);
    expect(sounds()).toEqual(['0']);

    player.resume();
    clock.pass(2_000);
    expect(sounds()).toEqual(['0', '1000']);
  });

  it('goes on with what is new after a long pause, also in the middle of a piece', async () => {
    player.announce(piece(0));
    await settled();
    clock.pass(300);
    player.pause();
    clock.pass(MOST_BEHIND_MILLIS + 1);
    player.announce(piece(60_000));
    player.announce(piece(70_000));
    player.resume();
    await settled();
    clock.pass(5_000);

    expect(sounds()).toEqual(['0', '70000']);
    expect(dropped).toEqual(['60000 behind', '0 behind']);
    expect(player.isThrough()).toBe(true);
  });

  it('hears a piece to its end after a long pause when nothing is new', async () => {
    player.announce(piece(0));
    await settled();
    clock.pass(300);
    player.pause();
    clock.pass(2 * MOST_BEHIND_MILLIS);
    player.resume();
    await settled();
    expect(dropped).toEqual([]);
    clock.pass(800);

    expect(player.isThrough()).toBe(true);
  });

  it('hears all that was announced anew in a long pause', async () => {
    player.announce(piece(0));
    await settled();
    player.pause();
    clock.pass(2 * MOST_BEHIND_MILLIS);
    player.clear();
    player.announce(piece(1_000));
    player.announce(piece(2_000));
    player.resume();
    await settled();
    clock.pass(5_000);

    expect(sounds()).toEqual(['0', '1000', '2000']);
  });

  it('is held until the newest hold is released', async () => {
    const first = player.hold();
    const second = player.hold();
    player.announce(piece(0));
    player.releaseHold(first);
    await settled();
    expect(sounds()).toEqual([]);

    player.releaseHold(second);
    await settled();
    expect(sounds()).toEqual(['0']);
  });

  it('knows where it is: in what plays, or else in what waits first', async () => {
    expect(player.position()).toBeUndefined();
    player.announce(piece(2_000));
    player.announce(piece(1_000));
    expect(player.position()).toBe(1_000);
    await settled();
    clock.pass(1_100);

    expect(sounds()).toEqual(['1000', '2000']);
    expect(player.position()).toBe(2_000);
  });

  it('is silent at once when it is cleared, and hears the same times again', async () => {
    player.announce(piece(0));
    await settled();
    clock.pass(300);
    player.clear();
    player.announce(piece(0));
    await settled();

    expect(sounds()).toEqual(['0', '0']);
    expect(ears.overlaps).toBe(0);
  });

  it('begins nothing while it is held, then with the earliest', async () => {
    player.hold();
    player.announce(piece(5_000));
    await settled();
    player.announce(piece(1_000));
    await settled();
    expect(sounds()).toEqual([]);

    player.releaseHold();
    await settled();
    clock.pass(3_000);
    expect(sounds()).toEqual(['1000', '5000']);
  });

  it('fetches a little of what waits, nothing in a pause, and the rest in its turn', async () => {
    const asked: string[] = [];
    playerWith((url) => {
      asked.push(url);
      return Promise.resolve(url);
    });
    player.announce(piece(0));
    await settled();
    player.pause();
    Array.from({ length: 20 }, (_, i) => player.announce(piece(1_000 * (i + 1))));
    await settled();
    expect(asked).toEqual(['0']);

    player.resume();
    await settled();
    expect(asked).toHaveLength(1 + MOST_AHEAD);
    for (let i = 0; i < 40; i++) {
      clock.pass(1_000);
      await settled();
    }
    expect(sounds()).toEqual(Array.from({ length: 21 }, (_, i) => String(1_000 * i)));
    expect(asked).toEqual(sounds());
  });

  it('stops fetching what will not be heard', async () => {
    const given: string[] = [];
    playerWith((url, signal) => {
      signal.addEventListener('abort', () => given.push(url));
      return new Promise(() => undefined);
    });
    player.announce(piece(0));
    player.announce(piece(1_000));
    player.announce(piece(2 * MOST_BEHIND_MILLIS));
    expect(given).toEqual(['0']);

    player.clear();
    await settled();
    expect(given).toEqual(['0', String(2 * MOST_BEHIND_MILLIS)]);
  });

  it('never plays twice, out of order or at once, and never waits for ever, whatever comes', async () => {
    const step = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          kind: fc.constant('announce' as const),
          start: fc.nat(40),
          length: fc.integer({ min: 0, max: 6 }),
        }),
      },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('pass' as const), millis: fc.nat(4_000) }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'pause' as const }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'resume' as const }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'hold' as const }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'releaseHold' as const }) },
      // What is new is so far ahead that what waits is left behind.
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('jump' as const), to: fc.nat(3) }) },
    );
    const fetches = fc.array(fc.record({ takes: fc.nat(20_000), fails: fc.boolean(), never: fc.boolean() }), {
      minLength: 1,
    });
    const plays = fc.array(fc.constantFrom<Sounds>('ends', 'ends', 'fails', 'hangs'), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), fetches, plays, async (steps, fetching, playing) => {
        clock = new SimulatedClock();
        dropped = [];
        let fetched = 0;
        let played = 0;
        playerWith(
          (url) =>
            new Promise((got, failed) => {
              const how = fetching[fetched++ % fetching.length];
              if (how && !how.never) {
                clock.after(how.takes, () => (how.fails ? failed(new Error('gone')) : got(url)));
              }
            }),
          () => playing[played++ % playing.length] ?? 'ends',
        );
        const announced = new Map<string, Piece>();
        let base = 0;
        for (const one of steps) {
          if (one.kind === 'jump') {
            base = one.to * 2 * MOST_BEHIND_MILLIS;
          } else if (one.kind === 'announce') {
            const next = piece(base + one.start * 500, one.length * 500);
            if (!announced.has(next.url)) {
              announced.set(next.url, next);
            }
            player.announce(next);
          } else if (one.kind === 'pass') {
            clock.pass(one.millis);
          } else {
            player[one.kind]();
          }
          await settled();
        }
        player.resume();
        player.releaseHold();
        for (let i = 0; i < announced.size * 4 + 4; i++) {
          await settled();
          clock.pass(FETCH_MILLIS);
        }

        const starts = ears.heard.map((one) => Number(one.sound));
        expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
        expect(ears.overlaps).toBe(0);
        expect(player.isThrough()).toBe(true);
        expect(fetched).toBeLessThanOrEqual(announced.size);
        expect(Math.max(1, ...ears.rates)).toBeLessThanOrEqual(1.25);
      }),
      { numRuns: 60 },
    );
  });
});
