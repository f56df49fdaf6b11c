import { type Signal, signal } from '@preact/signals';
import { type Clock, every } from '../common/clock';
import type { SessionPhase } from '../protocol';
import { Microphone, type MicrophoneEvents, type WhyNoMicrophone, whyNoMicrophone } from './microphone';
import type { SpeakerSession } from './speakerSession';

/** Below this the microphone gives nothing but its own noise; -60 dB of full scale. */
const SILENT_LEVEL = 0.001;

/** A speaker may be silent for as long before it is taken for the microphone's fault. */
const SILENT_MILLIS = 8_000;
const LOOK_MILLIS = 100;

/** A browser that takes longer to give a microphone asks whether it may, or is connecting it. */
const AWAITED_MILLIS = 1_500;

/** A microphone that went away is looked for again and again. */
const RETRY_MILLIS = 2_000;

/** What a talk needs of a microphone. */
type Recorder = Pick<Microphone, 'record' | 'stop' | 'mute' | 'level' | 'label'>;

/** Opens the one that was chosen, or the default one. */
export type OpenMicrophone = (deviceId: string | undefined, events: MicrophoneEvents) => Promise<Recorder>;

/**
 * A session and the microphone that feeds it: a new recording whenever the microphone comes, is changed or
 * goes on after a pause. The session goes on without a microphone until there is one again.
 */
export class Talk {
  /** From 0 to 1; undefined while the browser does not let it be measured. */
  readonly level = signal<number | undefined>(0);
  readonly silent = signal(false);
  /** Why there is no microphone though one is wanted. */
  readonly missing = signal<WhyNoMicrophone | undefined>(undefined);
  /** Whether a microphone is wanted that the browser has not given yet. */
  readonly awaited = signal(false);
  /** Whether something is recorded. */
  readonly recording = signal(false);
  /** What the talk goes on with after a microphone went away, until the speaker chooses another. */
  readonly replacedBy = signal<string | undefined>(undefined);
  readonly paused = signal(false);

  private microphone: Recorder | undefined;
  private begun = false;
  private opening = false;
  private wanted = false;
  /** What was recorded with last. */
  private recordedWith: string | undefined;
  /** Whether the one that was chosen was not to be had since. */
  private gaveUp = false;
  private lastSoundAt: number;
  private lastHadAt: number;
  private readonly stops: (() => void)[] = [];
  private cancelRetry: () => void = () => undefined;
  private afterStop: (() => void) | undefined;

  /**
   * @param deviceId which microphone was chosen, if one was
   * @param muted whether it is switched off
   */
  constructor(
    readonly session: SpeakerSession,
    readonly deviceId: Signal<string | undefined>,
    readonly muted: Signal<boolean>,
    private readonly clock: Clock,
    private readonly openMicrophone: OpenMicrophone = (...what) => Microphone.open(...what),
  ) {
    this.lastSoundAt = clock.now();
    this.lastHadAt = clock.now();
    this.stops.push(session.phase.subscribe((phase) => this.insist(phase)));
    this.stops.push(every(clock, LOOK_MILLIS, () => this.look()));
    this.stops.push(
      session.state.subscribe((state) => {
        if (state === 'running' && !this.begun) {
          this.begin();
        } else if (state === 'elsewhere' || state === 'ending' || state === 'over' || state === 'refused') {
          this.silence();
        }
      }),
    );
  }

  /**
   * Asks again for what is wanted where the server does otherwise: what it is asked at once it may take in any
   * order, and it takes no switched-off microphone before a talk begins and in a pause.
   */
  private insist(phase: SessionPhase): void {
    const { session } = this;
    if (!this.begun || session.state.peek() !== 'running') {
      return;
    }
    const paused = this.paused.peek();
    const muted = this.muted.peek();
    const isHeard = phase === 'LIVE' || phase === 'MUTED';
    if (phase === 'PAUSED' && !paused && !session.isAsking('resumeSession')) {
      session.resume();
    } else if (isHeard && paused && !this.afterStop && !session.isAsking('pauseSession')) {
      session.pause();
    } else if (isHeard && !paused && muted !== (phase === 'MUTED') && !session.isAsking('muteSession')) {
      session.mute(muted);
    }
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
    this.replacedBy.value = undefined;
    this.recordedWith = undefined;
    this.gaveUp = false;
    if (this.wanted) {
      this.stopRecording(() => {
        this.wanted = true;
        void this.open();
      });
    }
  }

  close(): void {
    this.wanted = false;
    this.cancelRetry();
    this.stops.forEach((stop) => stop());
    this.microphone?.stop();
  }

  private begin(): void {
    this.begun = true;
    this.muted.value = this.muted.value || this.session.phase.value === 'MUTED';
    this.paused.value = this.session.phase.value === 'PAUSED';
    this.insist(this.session.phase.value);
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
    const deviceId = this.deviceId.value;
    const found = await this.openMicrophone(deviceId, {
      recorded: (bytes) => this.session.recorded(bytes),
      stopped: () => this.stopped(),
    }).catch(whyNoMicrophone);
    this.opening = false;
    if (!this.wanted || deviceId !== this.deviceId.value) {
      // Another was chosen meanwhile, or none is wanted.
      if (typeof found !== 'string') {
        found.stop();
      }
      if (this.wanted) {
        void this.open();
      }
    } else if (typeof found === 'string') {
      this.isMissing(found);
    } else {
      this.recordWith(found);
    }
  }

  /** It may have gone away since it was opened. */
  private recordWith(microphone: Recorder): void {
    microphone.mute(this.muted.value);
    try {
      microphone.record();
    } catch {
      microphone.stop();
      this.isMissing('none');
      return;
    }
    this.microphone = microphone;
    this.recording.value = true;
    this.session.recordingStarted();
    if (this.missing.value !== undefined && this.missing.value !== 'denied') {
      const isAnother = this.recordedWith === undefined ? this.gaveUp : this.recordedWith !== microphone.label();
      if (isAnother) {
        this.replacedBy.value = microphone.label();
      }
    }
    this.recordedWith = microphone.label();
    this.gaveUp = false;
    this.missing.value = undefined;
    this.lastSoundAt = this.clock.now();
  }

  /** The one that was chosen may be gone for good: then any will do, now or as soon as there is one. */
  private isMissing(why: WhyNoMicrophone): void {
    const anyWillDo = why !== 'denied' && this.deviceId.value !== undefined;
    this.missing.value = why;
    if (anyWillDo) {
      this.gaveUp = true;
      this.deviceId.value = undefined;
    }
    this.cancelRetry = this.clock.after(anyWillDo ? 0 : RETRY_MILLIS, () => this.wanted && void this.open());
  }

  private stopped(): void {
    this.microphone = undefined;
    this.recording.value = false;
    this.session.recordingStopped();
    const then = this.afterStop;
    this.afterStop = undefined;
    if (then) {
      then();
    } else if (this.wanted) {
      // It went away by itself.
      this.missing.value = 'none';
      void this.open();
    }
  }

  private look(): void {
    const level = this.microphone ? this.microphone.level() : 0;
    const now = this.clock.now();
    if (level === undefined || level > SILENT_LEVEL || this.muted.value || !this.microphone) {
      this.lastSoundAt = now;
    }
    if (!this.wanted || this.microphone) {
      this.lastHadAt = now;
    }
    this.level.value = level;
    this.silent.value = now - this.lastSoundAt > SILENT_MILLIS;
    this.awaited.value = now - this.lastHadAt > AWAITED_MILLIS;
  }
}
