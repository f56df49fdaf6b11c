import type { Clock } from '../common/clock';
import type { Output } from './player';

/** How a sound goes: to its end, not at all, or nobody ever hears of it again. */
export type Sounds = 'ends' | 'fails' | 'hangs';

interface Sounding {
  sound: string;
  /** What is left of it at the usual rate. */
  left: number;
  since: number;
  rate: number;
  how: Sounds;
  done: (how: 'ended' | 'failed') => void;
}

/** Hears in simulated time, and remembers what. */
export class SimulatedEars implements Output<string> {
  readonly heard: { sound: string; at: number }[] = [];
  readonly rates: number[] = [];
  readonly released: string[] = [];
  /** How often a sound began before the one before was over. */
  overlaps = 0;
  private now: Sounding | undefined;
  private paused = false;
  private cancel: () => void = () => undefined;

  /**
   * @param begins says how the sound goes that begins
   * @param millis how long a sound is
   */
  constructor(
    private readonly clock: Clock,
    private readonly begins: (sound: string) => Sounds = () => 'ends',
    private readonly millis: (sound: string) => number = () => 1_000,
  ) {}

  /** What is heard now, if anything. */
  get sounding(): string | undefined {
    return this.now?.sound;
  }

  play(sound: string, rate: number, done: (how: 'ended' | 'failed') => void): void {
    if (this.now) {
      this.overlaps++;
    }
    this.rates.push(rate);
    this.heard.push({ sound, at: this.clock.now() });
    this.now = { sound, left: this.millis(sound), since: this.clock.now(), rate, how: this.begins(sound), done };
    this.goOn();
  }

  setRate(rate: number): void {
    this.rates.push(rate);
    this.standStill();
    if (this.now) {
      this.now.rate = rate;
    }
    this.goOn();
  }

  pause(): void {
    this.standStill();
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.goOn();
  }

  stop(): void {
    this.cancel();
    this.now = undefined;
  }

  release(sound: string): void {
    this.released.push(sound);
  }

  private standStill() {
    this.cancel();
    if (this.now && !this.paused) {
      this.now.left -= (this.clock.now() - this.now.since) * this.now.rate;
    }
  }

  private goOn() {
    if (this.now && !this.paused) {
      const { how, left, rate } = this.now;
      this.now.since = this.clock.now();
      if (how === 'ends') {
        this.cancel = this.clock.after(left / rate, () => this.finish('ended'));
      } else if (how === 'fails') {
        this.cancel = this.clock.after(10, () => this.finish('failed'));
      }
    }
  }

  private finish(how: 'ended' | 'failed') {
    const done = this.now?.done;
    this.now = undefined;
    done?.(how);
  }
}
