import { type Signal, signal } from '@preact/signals';
import { Microphone, type MicrophoneEvents } from './microphone';
import type { SpeakerSession } from './speakerSession';

/** Below this the microphone gives nothing but its own noise; -60 dB of full scale. */
const SILENT_LEVEL = 0.001;

/** A speaker may be silent for as long before it is taken for the microphone's fault. */
const SILENT_MILLIS = 8_000;
const LOOK_MILLIS = 100;

/** A microphone that went away is looked for again and again. */
const RETRY_MILLIS = 2_000;

/** What a talk needs of a microphone. */
type Recorder = Pick<Microphone, 'record' | 'stop' | 'mute' | 'level'>;

/** Opens the one that was chosen, or the default one. */
export type OpenMicrophone = (deviceId: string | undefined, events: MicrophoneEvents) => Promise<Recorder>;

/**
 * A session and the microphone that feeds it: a new recording whenever the microphone comes, is changed or
 * goes on after a pause. The session goes on without a microphone until there is one again.
 */
export class Talk {
  /** From 0 to 1. */
  readonly level = signal(0);
  readonly silent = signal(false);
  readonly gone = signal(false);
  readonly muted = signal(false);
  readonly paused = signal(false);

  private microphone: Recorder | undefined;
  private opening = false;
  private wanted = false;
  private lastSoundAt = Date.now();
  private readonly timer = setInterval(() => this.look(), LOOK_MILLIS);
  private readonly stops: (() => void)[] = [];
  private afterStop: (() => void) | undefined;

  constructor(
    readonly session: SpeakerSession,
    readonly deviceId: Signal<string | undefined>,
    private readonly openMicrophone: OpenMicrophone = (...what) => Microphone.open(...what),
  ) {
    let begun = false;
    this.tellMuted();
    this.stops.push(
      session.state.subscribe((state) => {
        if (state === 'running' && !begun) {
          begun = true;
          this.begin();
        } else if (state === 'elsewhere' || state === 'ending' || state === 'over' || state === 'refused') {
          this.silence();
        }
      }),
    );
  }

  /** The server takes no switched-off microphone before a talk begins and in a pause: it is told again. */
  private tellMuted(): void {
    this.stops.push(
      this.session.phase.subscribe((phase) => {
        if (phase === 'LIVE' && this.muted.peek()) {
          this.session.mute(true);
        }
      }),
    );
  }

  pause(): void {
    this.paused.value = true;
    this.stopRecording(() => this.session.pause());
  }

  goOn(): void {
    this.paused.value = false;
    this.wanted = true;
    if (this.afterStop) {
      // The recorder is still stopping, and the session knows of no pause yet.
      this.afterStop = () => void this.open();
    } else {
      this.session.resume();
      void this.open();
    }
  }

  mute(muted: boolean): void {
    this.muted.value = muted;
    this.microphone?.mute(muted);
    this.session.mute(muted);
  }

  end(): void {
    this.stopRecording(() => this.session.end());
  }

  /** Goes on in this page after another one had taken over. */
  takeOver(): void {
    this.goOn();
  }

  changeMicrophone(deviceId: string | undefined): void {
    this.deviceId.value = deviceId;
    if (this.wanted) {
      this.stopRecording(() => {
        this.wanted = true;
        void this.open();
      });
    }
  }

  close(): void {
    clearInterval(this.timer);
    this.stops.forEach((stop) => stop());
    this.microphone?.stop();
  }

  private begin(): void {
    this.muted.value = this.session.phase.value === 'MUTED';
    this.paused.value = this.session.phase.value === 'PAUSED';
    if (!this.paused.value) {
      this.wanted = true;
      void this.open();
    }
  }

  /** Nobody hears this page any more. */
  private silence(): void {
    this.wanted = false;
    this.microphone?.stop();
    this.level.value = 0;
  }

  /** Stops the recorder; goes on when its last bytes have come. */
  private stopRecording(then: () => void): void {
    this.wanted = false;
    if (this.microphone) {
      this.afterStop = then;
      this.microphone.stop();
    } else {
      then();
    }
  }

  private async open(): Promise<void> {
    if (this.microphone || this.opening) {
      return;
    }
    this.opening = true;
    try {
      const microphone = await this.openMicrophone(this.deviceId.value, {
        recorded: (bytes) => this.session.recorded(bytes),
        stopped: () => this.stopped(),
      });
      this.opening = false;
      if (!this.wanted) {
        microphone.stop();
        return;
      }
      this.microphone = microphone;
      microphone.mute(this.muted.value);
      this.session.recordingStarted();
      microphone.record();
      this.gone.value = false;
      this.lastSoundAt = Date.now();
    } catch {
      this.opening = false;
      this.gone.value = true;
      // The one that was chosen may be gone for good.
      this.deviceId.value = undefined;
      setTimeout(() => this.wanted && void this.open(), RETRY_MILLIS);
    }
  }

  private stopped(): void {
    this.microphone = undefined;
    this.session.recordingStopped();
    const then = this.afterStop;
    this.afterStop = undefined;
    if (then) {
      then();
    } else if (this.wanted) {
      // It went away by itself.
      this.gone.value = true;
      void this.open();
    }
  }

  private look(): void {
    const level = this.microphone?.level() ?? 0;
    const now = Date.now();
    if (level > SILENT_LEVEL || this.muted.value || !this.microphone) {
      this.lastSoundAt = now;
    }
    this.level.value = level;
    this.silent.value = now - this.lastSoundAt > SILENT_MILLIS;
  }
}
