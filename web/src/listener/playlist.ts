import { ToldTimes } from '../common/toldTimes';

/** An interpretation to hear. Times are media time in milliseconds. */
export interface Piece {
  mediaStartMillis: number;
  mediaEndMillis: number;
  durationMillis: number;
  url: string;
}

/** While nothing plays, a later piece that could be played waits this long for an earlier one that is still being fetched. */
export const PATIENCE_MILLIS = 2_000;

/** After this long a piece that is being fetched is given up, even if nothing comes after it: no network may last as long. */
export const FETCH_MILLIS = 60_000;

/**
 * So many pieces and so much to hear are fetched before their turn, whichever is less: enough for a network that
 * stutters, and no more than somebody will probably hear. The next one is, however long.
 */
export const MOST_AHEAD = 6;
export const AHEAD_MILLIS = 20_000;

/** So many are fetched at once: more would only share a slow network, and the one that is needed first come later. */
export const MOST_AT_ONCE = 2;

/** While nothing plays, what comes first has the network to itself for so long; then it may be its fault. */
export const ALONE_MILLIS = 6_000;

/**
 * Whoever is further behind than this, after a pause or without a network, goes on with what is new. More than a
 * minute, so that who asks for the last one is not too late for it already.
 */
export const MOST_BEHIND_MILLIS = 75_000;

/** Nobody understands what is spoken faster. */
export const FASTEST = 1.25;

/** What waits behind the piece that plays, when catching up begins and when it is as fast as it gets. */
const CATCH_UP_FROM_MILLIS = 500;
const CATCH_UP_FULLY_MILLIS = 4_000;

/** How the rate changes: in steps that nobody hears. */
const RATE_STEPS = 20;

export type Announced = 'new' | 'repeated' | 'late';

/** Why a piece is never heard. */
export type Dropped = 'missing' | 'overtaken' | 'behind';

/** What to do now: play a piece, look again at a time, or nothing until something is announced. */
export type Next<S> = { piece: Piece; sound: S } | { lookAgainAt: number } | undefined;

interface Entry<S> {
  piece: Piece;
  /** Since when it is being fetched, if it is. */
  fetchedSince?: number;
  /** There as soon as it is fetched. */
  ready?: { sound: S; at: number };
}

/**
 * Decides what a listener hears next and what is fetched for it: every piece once, in the order of media time,
 * none for ever. A piece whose turn has passed is late and left out; one that can't be fetched is waited for
 * only as long as PATIENCE_MILLIS and FETCH_MILLIS say. Plays and fetches nothing itself and knows no clock.
 */
export class Playlist<S> {
  private readonly told = new ToldTimes();

  /** In the order of media time; without the one that plays. */
  private entries: Entry<S>[] = [];

  private latestStart = Number.NEGATIVE_INFINITY;

  /** Whether so much was waiting that only the newest is still wanted. */
  private jumps = false;

  constructor(private readonly dropped: (piece: Piece, why: Dropped, sound: S | undefined) => void = () => undefined) {}

  /** Something was announced. */
  announce(piece: Piece): Announced {
    if (!this.told.add(piece.mediaStartMillis, piece.mediaEndMillis)) {
      return 'repeated';
    }
    if (piece.mediaStartMillis < this.latestStart) {
      return 'late';
    }
    this.entries.push({ piece });
    this.entries.sort((a, b) => a.piece.mediaStartMillis - b.piece.mediaStartMillis);
    this.jumpWhenFarBehind();
    return 'new';
  }

  /**
   * What to fetch now, the earliest first. What it gives counts as being fetched from now on. In silence what comes
   * first has the network to itself for a while.
   */
  toFetch(now: number, isSilent: boolean): Piece[] {
    let ahead = 0;
    const soon = this.entries.slice(0, MOST_AHEAD).filter((entry, i) => {
      const isNear = i === 0 || ahead < AHEAD_MILLIS;
      ahead += entry.piece.durationMillis;
      return isNear;
    });
    const underWay = this.entries.filter((entry) => entry.fetchedSince !== undefined && !entry.ready).length;
    const first = this.entries[0];
    const most = isSilent && first && !first.ready && now < aloneUntil(first, now) ? 1 : MOST_AT_ONCE;
    const wanted = soon
      .filter((entry) => entry.fetchedSince === undefined)
      .filter((entry, i) => entry === first || underWay + i < most);
    wanted.forEach((entry) => (entry.fetchedSince = now));
    return wanted.map((entry) => entry.piece);
  }

  /** A piece was fetched. Says whether anybody still wants it. */
  ready(piece: Piece, sound: S, now: number): boolean {
    const entry = this.entries.find((other) => other.piece === piece);
    if (!entry) {
      return false;
    }
    entry.ready = { sound, at: now };
    return true;
  }

  /** A piece can't be had. */
  missing(piece: Piece): void {
    this.drop((entry) => entry.piece === piece, 'missing');
  }

  /** What to play, now that nothing has played since a time. What it gives is taken off the list. */
  next(now: number, silentSince: number): Next<S> {
    this.jumps = false;
    for (let first = this.entries[0]; first; first = this.entries[0]) {
      if (first.ready) {
        this.entries.shift();
        this.latestStart = first.piece.mediaStartMillis;
        return { piece: first.piece, sound: first.ready.sound };
      }
      const until = this.waitsUntil(first, now, silentSince);
      if (now < until) {
        const alone = aloneUntil(first, now);
        return { lookAgainAt: now < alone ? Math.min(until, alone) : until };
      }
      this.drop((entry) => entry === first, 'overtaken');
    }
    return undefined;
  }

  /** How fast to play, from 1 to FASTEST: faster the more waits. */
  rate(): number {
    const waits = this.waitingMillis();
    const share = (waits - CATCH_UP_FROM_MILLIS) / (CATCH_UP_FULLY_MILLIS - CATCH_UP_FROM_MILLIS);
    const wanted = 1 + (FASTEST - 1) * Math.min(1, Math.max(0, share));
    return Math.floor(wanted * RATE_STEPS + 1e-9) / RATE_STEPS;
  }

  /** How long what waits takes to play at the usual rate. */
  waitingMillis(): number {
    return this.entries.reduce((sum, entry) => sum + entry.piece.durationMillis, 0);
  }

  /** What waits first, if anything does. */
  first(): Piece | undefined {
    return this.entries[0]?.piece;
  }

  /** Only the newest is still wanted, until something is played. */
  jump(): void {
    this.jumps = true;
    this.jumpWhenFarBehind();
  }

  isEmpty(): boolean {
    return this.entries.length === 0;
  }

  /** Forgets what waits; what was told stays told. */
  clear(): void {
    this.drop(() => true, 'behind');
  }

  private waitsUntil(first: Entry<S>, now: number, silentSince: number): number {
    const others = this.entries.flatMap((entry) => (entry.ready ? [entry.ready.at] : []));
    const couldPlaySince = Math.max(silentSince, Math.min(...others));
    return Math.min((first.fetchedSince ?? now) + FETCH_MILLIS, couldPlaySince + PATIENCE_MILLIS);
  }

  private jumpWhenFarBehind(): void {
    const first = this.entries[0];
    const last = this.entries.at(-1);
    if (first && last) {
      this.jumps ||= last.piece.mediaEndMillis - first.piece.mediaStartMillis > MOST_BEHIND_MILLIS;
      if (this.jumps) {
        this.drop((entry) => entry !== last, 'behind');
      }
    }
  }

  private drop(which: (entry: Entry<S>) => boolean, why: Dropped): void {
    const gone = this.entries.filter(which);
    this.entries = this.entries.filter((entry) => !which(entry));
    gone.forEach((entry) => this.dropped(entry.piece, why, entry.ready?.sound));
  }
}

function aloneUntil({ fetchedSince }: { fetchedSince?: number }, now: number): number {
  return (fetchedSince ?? now) + ALONE_MILLIS;
}
