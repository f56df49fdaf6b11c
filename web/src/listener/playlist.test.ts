import { describe, expect, it } from 'vitest';
import {
  AHEAD_MILLIS,
  ALONE_MILLIS,
  FASTEST,
  FETCH_MILLIS,
  MOST_AHEAD,
  MOST_AT_ONCE,
  PATIENCE_MILLIS,
  type Piece,
  Playlist,
} from './playlist';

const piece = (mediaStartMillis: number, durationMillis = 1_000): Piece => ({
  mediaStartMillis,
  mediaEndMillis: mediaStartMillis + 1_000,
  durationMillis,
  url: `http://audio/${mediaStartMillis}`,
});

/** Fetches until there is no more to fetch. */
function fetchAll(list: Playlist<string>): Piece[] {
  const fetched: Piece[] = [];
  for (let next = list.toFetch(0, false); next.length > 0; next = list.toFetch(0, false)) {
    next.forEach((one) => list.ready(one, 'sound', 1));
    fetched.push(...next);
  }
  return fetched;
}

describe('a playlist', () => {
  it('plays in the order of media time, not of arrival', () => {
    const list = new Playlist<string>();
    const [first, second] = [piece(1_000), piece(2_000)];
    list.announce(second);
    list.announce(first);
    list.ready(second, 'second', 0);
    list.ready(first, 'first', 0);

    expect(list.next(0, 0)).toEqual({ piece: first, sound: 'first' });
    expect(list.next(0, 0)).toEqual({ piece: second, sound: 'second' });
    expect(list.next(0, 0)).toBeUndefined();
  });

  it('passes over what comes twice, also with other borders', () => {
    const list = new Playlist<string>();
    list.announce(piece(1_000));

    expect(list.announce(piece(1_000))).toBe('repeated');
    expect(list.announce(piece(1_400))).toBe('repeated');
  });

  it('leaves out what comes behind something that was played', () => {
    const list = new Playlist<string>();
    const later = piece(5_000);
    list.announce(later);
    list.ready(later, 'later', 0);
    list.next(0, 0);

    expect(list.announce(piece(2_000))).toBe('late');
    expect(list.next(1, 0)).toBeUndefined();
  });

  it('waits for an earlier piece only so long when a later one is ready', () => {
    const dropped: unknown[] = [];
    const list = new Playlist<string>((gone, why) => dropped.push([gone.mediaStartMillis, why]));
    const [slow, quick] = [piece(1_000), piece(2_000)];
    list.announce(slow);
    list.announce(quick);
    list.ready(quick, 'quick', 100);

    expect(list.next(100, 0)).toEqual({ lookAgainAt: 100 + PATIENCE_MILLIS });
    expect(list.next(100 + PATIENCE_MILLIS, 0)).toEqual({ piece: quick, sound: 'quick' });
    expect(dropped).toEqual([[1_000, 'overtaken']]);
    expect(list.ready(slow, 'slow', 9_000)).toBe(false);
  });

  it('waits for an earlier piece that is nearly there, however long a later one has been', () => {
    const list = new Playlist<string>();
    const [long, short] = [piece(1_000), piece(2_000)];
    list.announce(long);
    list.announce(short);
    list.ready(short, 'short', 100);
    const silentSince = 100 + 2 * PATIENCE_MILLIS;

    expect(list.next(silentSince, silentSince)).toEqual({ lookAgainAt: silentSince + PATIENCE_MILLIS });
    list.ready(long, 'long', silentSince + 200);
    expect(list.next(silentSince + 200, silentSince)).toEqual({ piece: long, sound: 'long' });
  });

  it('waits for the only piece as long as it may be fetched', () => {
    const list = new Playlist<string>();
    list.announce(piece(1_000));
    list.toFetch(50, false);

    expect(list.next(100, 0)).toEqual({ lookAgainAt: 50 + ALONE_MILLIS });
    expect(list.next(50 + ALONE_MILLIS, 0)).toEqual({ lookAgainAt: 50 + FETCH_MILLIS });
    expect(list.next(50 + FETCH_MILLIS, 0)).toBeUndefined();
    expect(list.isEmpty()).toBe(true);
  });

  it('goes on without a piece that is missing', () => {
    const list = new Playlist<string>();
    const [gone, there] = [piece(1_000), piece(2_000)];
    list.announce(gone);
    list.announce(there);
    list.ready(there, 'there', 0);
    list.missing(gone);

    expect(list.next(0, 0)).toEqual({ piece: there, sound: 'there' });
  });

  it('plays faster the more waits, never past what can be understood, and as usual when nothing waits', () => {
    const list = new Playlist<string>();
    const rates = [list.rate()];
    for (let start = 0; start < 8_000; start += 1_000) {
      list.announce(piece(start));
      rates.push(list.rate());
    }

    expect(rates[0]).toBe(1);
    expect(rates[1]).toBeLessThan(1.1);
    expect(rates).toEqual([...rates].sort((a, b) => a - b));
    expect(rates.at(-1)).toBe(FASTEST);
    list.clear();
    expect(list.rate()).toBe(1);
  });

  it('keeps a minute, and goes on with the newest when there is more', () => {
    const list = new Playlist<string>();
    const pieces = Array.from({ length: 90 }, (_, i) => piece(i * 1_000));
    pieces.slice(0, 60).forEach((one) => list.announce(one));
    expect(list.waitingMillis()).toBe(60_000);

    pieces.slice(60).forEach((one) => list.announce(one));
    pieces.forEach((one) => list.ready(one, 'sound', 0));

    expect(list.next(0, 0)).toEqual({ piece: pieces[89], sound: 'sound' });
    expect(list.next(0, 0)).toBeUndefined();
  });

  it('fetches what comes next, only so many pieces and only so much to hear', () => {
    const list = new Playlist<string>();
    const short = Array.from({ length: 20 }, (_, i) => piece(i * 1_000, 500));
    short.forEach((one) => list.announce(one));
    expect(fetchAll(list)).toEqual(short.slice(0, MOST_AHEAD));

    list.next(1, 0);
    expect(fetchAll(list)).toEqual([short[MOST_AHEAD]]);

    const other = new Playlist<string>();
    const long = Array.from({ length: 4 }, (_, i) => piece(i * 1_000, AHEAD_MILLIS));
    long.forEach((one) => other.announce(one));
    expect(fetchAll(other)).toEqual(long.slice(0, 1));
  });

  it('fetches only so many at once, the one that is needed first in any case', () => {
    const list = new Playlist<string>();
    const pieces = Array.from({ length: 5 }, (_, i) => piece(1_000 + i * 1_000));
    pieces.forEach((one) => list.announce(one));
    expect(list.toFetch(0, false)).toEqual(pieces.slice(0, MOST_AT_ONCE));
    expect(list.toFetch(0, false)).toEqual([]);

    list.ready(pieces[1] as Piece, 'sound', 1);
    expect(list.toFetch(1, false)).toEqual([pieces[MOST_AT_ONCE]]);
    const earlier = piece(0);
    list.announce(earlier);
    expect(list.toFetch(2, false)).toEqual([earlier]);
  });

  it('gives the network to what comes first while nothing plays', () => {
    const list = new Playlist<string>();
    const [first, second, third] = [piece(0), piece(1_000), piece(2_000)];
    [first, second, third].forEach((one) => list.announce(one));
    expect(list.toFetch(0, true)).toEqual([first]);
    expect(list.toFetch(0, true)).toEqual([]);

    list.ready(first, 'first', 1);
    expect(list.toFetch(1, true)).toEqual([second, third]);
  });

  it('goes on with what comes next when the first does not come', () => {
    const list = new Playlist<string>();
    const [stuck, next] = [piece(0), piece(1_000)];
    [stuck, next].forEach((one) => list.announce(one));
    list.toFetch(0, true);
    expect(list.next(0, 0)).toEqual({ lookAgainAt: ALONE_MILLIS });
    expect(list.toFetch(ALONE_MILLIS, true)).toEqual([next]);
    list.ready(next, 'next', ALONE_MILLIS);

    expect(list.next(ALONE_MILLIS + PATIENCE_MILLIS, 0)).toEqual({ piece: next, sound: 'next' });
  });

  it('fetches an earlier piece that comes later, and waits for each from when it is fetched', () => {
    const list = new Playlist<string>();
    const [early, late] = [piece(1_000), piece(2_000)];
    list.announce(late);
    expect(list.toFetch(0, false)).toEqual([late]);
    list.announce(early);
    expect(list.toFetch(500, false)).toEqual([early]);

    expect(list.next(600, 0)).toEqual({ lookAgainAt: 500 + ALONE_MILLIS });
  });
});
