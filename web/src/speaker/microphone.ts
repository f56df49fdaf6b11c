import { Meter } from './meter';

/** What is recorded, and what the job can decode. */
export const RECORDED = 'audio/webm;codecs=opus';

const BITS_PER_SECOND = 24_000;
const TIMESLICE_MILLIS = 250;

export interface MicrophoneEvents {
  /** The recorder gave some bytes: in order, and none after stopped. */
  recorded(bytes: Uint8Array): void;
  /** The recorder has stopped, because it was told to or because the microphone is gone. */
  stopped(gone: boolean): void;
}

/** Whether this browser gives a microphone to this page and can record it as it has to be. */
export function canRecord(): 'yes' | 'insecure' | 'no' {
  if (!isSecureContext) {
    return 'insecure';
  }
  const records = typeof MediaRecorder !== 'undefined' && MediaRecorder.isTypeSupported(RECORDED);
  return records && 'mediaDevices' in navigator ? 'yes' : 'no';
}

export type WhyNoMicrophone = 'denied' | 'none' | 'busy';

/** What a failure of getUserMedia means to a speaker: another program may hold the microphone. */
export function whyNoMicrophone(error: unknown): WhyNoMicrophone {
  // Not every browser makes a DOMException of an OverconstrainedError: the chosen one is not there.
  switch ((error as Partial<Error> | undefined)?.name) {
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'none';
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    default:
      return 'busy';
  }
}

/**
 * A microphone and one run of the browser's recorder. Everything recorded is told before the stop is. A
 * microphone that goes away (unplugged, taken by a call) stops it, and so does a piece that can't be read:
 * nothing is told that comes after it.
 */
export class Microphone {
  private readonly recorder: MediaRecorder;
  private readonly meter: Meter | undefined;
  private pending: Promise<void> = Promise.resolve();
  private unreadable = false;
  private stopping = false;
  private released = false;

  private constructor(
    private readonly stream: MediaStream,
    private readonly events: MicrophoneEvents,
  ) {
    this.recorder = new MediaRecorder(stream, { mimeType: RECORDED, audioBitsPerSecond: BITS_PER_SECOND });
    this.recorder.ondataavailable = ({ data }) => this.take(data);
    this.recorder.onstop = () => {
      void this.pending.then(() => {
        this.release();
        events.stopped(!this.stopping);
      });
    };
    stream.getAudioTracks().forEach((track) => track.addEventListener('ended', () => this.halt()));
    this.meter = Meter.of(stream);
  }

  /** Asks the browser for a microphone; fails as getUserMedia does, or if the browser can't record it. */
  static async open(deviceId: string | undefined, events: MicrophoneEvents): Promise<Microphone> {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: {
        channelCount: 1,
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
        ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
      },
    });
    try {
      return new Microphone(stream, events);
    } catch (error) {
      giveBack(stream);
      throw error;
    }
  }

  /** What the browser calls it. */
  label(): string {
    return this.stream.getAudioTracks()[0]?.label ?? '';
  }

  record(): void {
    this.recorder.start(TIMESLICE_MILLIS);
  }

  /** Stops the recorder and gives the microphone back. */
  stop(): void {
    this.stopping = true;
    if (this.recorder.state === 'inactive') {
      this.release();
    } else {
      this.recorder.stop();
    }
  }

  mute(muted: boolean): void {
    this.stream.getAudioTracks().forEach((track) => (track.enabled = !muted));
  }

  /** How loud it is now, from 0 to 1. Undefined if that can't be told. */
  level(): number | undefined {
    return this.meter?.level();
  }

  private take(data: Blob): void {
    // Blobs are read one after the other, so that their order stays.
    this.pending = this.pending.then(() => this.read(data));
  }

  private async read(data: Blob): Promise<void> {
    if (this.unreadable) {
      return;
    }
    try {
      this.events.recorded(new Uint8Array(await data.arrayBuffer()));
    } catch {
      this.unreadable = true;
      this.halt();
    }
  }

  private halt(): void {
    if (this.recorder.state !== 'inactive') {
      this.recorder.stop();
    }
  }

  private release(): void {
    if (this.released) {
      return;
    }
    this.released = true;
    giveBack(this.stream);
    this.meter?.close();
  }
}

/** Lets others have a microphone, and switches its light off. */
function giveBack(stream: MediaStream): void {
  stream.getTracks().forEach((track) => track.stop());
}
