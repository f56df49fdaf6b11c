import type { Clock } from '../common/clock';
import { type Announced, type Dropped, MOST_BEHIND_MILLIS, type Piece, Playlist } from './playlist';

/** Where sounds are heard: an audio element, or a test's ears. */
export interface Output<S> {
  /** Plays a sound from its beginning, in place of what plays. Says once how it went, unless it is stopped before. */
  play(sound: S, rate: number, done: (how: 'ended' | 'failed') => void): void;
  setRate(rate: number): void;
  /** Stands still in the middle of a sound. */
  pause(): void;
  resume(): void;
  /** Silence. */
  stop(): void;
  /** A sound is no longer needed. */
  release(sound: S): void;
}

/** Gets a sound, in as many tries as it takes until nobody wants it any more; fails if it can't be had at all. */
export type FetchSound<S> = (url: string, signal: AbortSignal) => Promise<S>;

export interface PlayerEvents {
  /** What plays changed: undefined while nothing does. */
  playing(piece: Piece | undefined): void;
  /** How fast it plays changed. */
  rate(rate: number): void;
  /** A piece will not be heard. */
  dropped(piece: Piece, why: Dropped | 'late' | 'failed'): void;
}

/** How much longer than it should a sound may take before it is given up. */
const STUCK_MILLIS = 5_000;

/** What plays. */
interface Current<S> {
  piece: Piece;
  sound: S;
  /** Takes back that it is given up. */
  givesUp: () => void;
}

/**
 * Plays what is announced, one piece after the other as its Playlist decides: fetched a little before its turn,
 * begun as soon as the one before has ended. Fetches nothing in a pause, nor what will not be heard any more. An
 * output that gets stuck is stopped and the talk goes on.
 */
export class Player<S> {
  private playlist: Playlist<S>;
  private readonly fetching = new Map<Piece, AbortController>();
  private current: Current<S> | undefined;
  private currentRate = 1;
  /** Since when it is paused, if it is. */
  private pausedSince: number | undefined;
  /** Since when nothing plays though something might, if so. */
  private silentSince: number | undefined;
  /** How often it was held. */
  private holds = 0;
  /** The newest hold, until it is released. */
  private held: number | undefined;
  private cancelLook: () => void = () => undefined;

  constructor(
    private readonly output: Output<S>,
    private readonly fetchSound: FetchSound<S>,
    private readonly clock: Clock,
    private readonly events: PlayerEvents,
  ) {
    this.playlist = this.newPlaylist();
  }

  /** Something was announced. Says whether it is new. */
  announce(piece: Piece): Announced {
    const announced = this.playlist.announce(piece);
    if (announced === 'late') {
      this.events.dropped(piece, 'late');
    } else if (announced === 'new') {
      this.go();
    }
    return announced;
  }

  /**
   * Begins nothing new until it is released: what was missed is asked for, and comes before what is new. Gives the
   * number of the hold, which takes the place of those before it.
   */
  hold(): number {
    this.held = ++this.holds;
    this.silentSince = undefined;
    return this.held;
  }

  /** Releases a hold, if it is the newest; without a number whichever it is. */
  releaseHold(hold = this.held): void {
    if (hold === this.held) {
      this.held = undefined;
      this.go();
    }
  }

  pause(): void {
    if (this.pausedSince === undefined) {
      this.pausedSince = this.clock.now();
      this.silentSince = undefined;
      this.current?.givesUp();
      this.output.pause();
    }
  }

  resume(): void {
    if (this.pausedSince !== undefined) {
      const pausedFor = this.clock.now() - this.pausedSince;
      this.pausedSince = undefined;
      if (pausedFor > MOST_BEHIND_MILLIS && !this.playlist.isEmpty()) {
        this.goOnWithNew();
      }
      if (this.current) {
        this.watch(this.current);
      }
      this.output.resume();
      this.go();
    }
  }

  /** Nothing of what was announced is heard any more, and everything may be announced anew. */
  clear(): void {
    this.playlist.clear();
    this.playlist = this.newPlaylist();
    if (this.pausedSince !== undefined) {
      this.pausedSince = this.clock.now();
    }
    this.endCurrent();
    this.output.stop();
    this.setRate();
  }

  /** The media time from which on there is something to hear: what plays, or else what waits first. */
  position(): number | undefined {
    return (this.current?.piece ?? this.playlist.first())?.mediaStartMillis;
  }

  /** Whether everything that was announced is over. */
  isThrough(): boolean {
    return !this.current && this.playlist.isEmpty();
  }

  /** Leaves behind what was heard before a pause, and what waits but the newest. */
  private goOnWithNew(): void {
    const { current } = this;
    this.playlist.jump();
    if (current) {
      this.output.stop();
      this.endCurrent();
      this.events.dropped(current.piece, 'behind');
    }
  }

  private newPlaylist(): Playlist<S> {
    return new Playlist<S>((piece, why, sound) => {
      this.fetching.get(piece)?.abort();
      this.fetching.delete(piece);
      if (sound !== undefined) {
        this.output.release(sound);
      }
      this.events.dropped(piece, why);
    });
  }

  private fetch(piece: Piece): void {
    const { playlist } = this;
    const wanted = new AbortController();
    this.fetching.set(piece, wanted);
    this.fetchSound(piece.url, wanted.signal).then(
      (sound) => {
        this.fetching.delete(piece);
        if (!playlist.ready(piece, sound, this.clock.now())) {
          this.output.release(sound);
        }
        this.go();
      },
      () => {
        playlist.missing(piece);
        this.go();
      },
    );
  }

  /** Fetches what comes soon, and begins the next piece if there is one and nothing plays. */
  private go(): void {
    this.cancelLook();
    const now = this.clock.now();
    const begins = this.pausedSince === undefined && this.held === undefined;
    if (begins) {
      this.fetchSoon(now);
    }
    if (!this.current && begins) {
      this.silentSince ??= now;
      const next = this.playlist.next(now, this.silentSince);
      if (next && 'piece' in next) {
        this.begin(next.piece, next.sound);
        this.fetchSoon(now);
      } else if (next) {
        this.cancelLook = this.clock.after(next.lookAgainAt - now, () => this.go());
      }
    }
    this.setRate();
  }

  private fetchSoon(now: number): void {
    this.playlist.toFetch(now, this.current === undefined).forEach((piece) => this.fetch(piece));
  }

  private begin(piece: Piece, sound: S): void {
    const current: Current<S> = { piece, sound, givesUp: () => undefined };
    this.current = current;
    this.silentSince = undefined;
    this.watch(current);
    this.events.playing(piece);
    this.output.play(sound, this.playlist.rate(), (how) => {
      if (this.current === current) {
        if (how === 'failed') {
          this.events.dropped(piece, 'failed');
        }
        this.endCurrent();
        this.go();
      }
    });
  }

  /** Gives a piece up that takes far too long. */
  private watch(current: { piece: Piece; givesUp: () => void }): void {
    current.givesUp = this.clock.after(current.piece.durationMillis + STUCK_MILLIS, () => {
      this.output.stop();
      this.endCurrent();
      this.go();
    });
  }

  private endCurrent(): void {
    if (this.current) {
      this.current.givesUp();
      this.output.release(this.current.sound);
      this.current = undefined;
      this.events.playing(undefined);
    }
  }

  private setRate(): void {
    const rate = this.playlist.rate();
    if (rate !== this.currentRate) {
      this.currentRate = rate;
      this.output.setRate(rate);
      this.events.rate(rate);
    }
  }
}
