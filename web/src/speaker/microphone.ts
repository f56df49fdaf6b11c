/** What is recorded, and what the job can decode. */
export const RECORDED = 'audio/webm;codecs=opus';

const BITS_PER_SECOND = 24_000;
const TIMESLICE_MILLIS = 250;

/** When a browser may let sound be measured that it did not before. */
const WAKING = ['pointerdown', 'keydown', 'visibilitychange'];

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
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotFoundError':
      return 'none';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'denied';
  }
}

/**
 * A microphone and one run of the browser's recorder. Everything recorded is told before the stop is. A
 * microphone that goes away (unplugged, taken by a call) stops it.
 */
export class Microphone {
  private readonly recorder: MediaRecorder;
  private readonly meter: AnalyserNode;
  private readonly context = new AudioContext();
  private readonly samples: Float32Array<ArrayBuffer>;
  private pending: Promise<void> = Promise.resolve();
  private stopping = false;
  private released = false;
  /** Browsers stop what measures until somebody has touched the page, and iOS when a call comes. */
  private readonly resume = () => void this.context.resume().catch(() => undefined);

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
    this.meter = this.context.createAnalyser();
    this.meter.fftSize = 2_048;
    this.samples = new Float32Array(this.meter.fftSize);
    this.context.createMediaStreamSource(stream).connect(this.meter);
    WAKING.forEach((event) => addEventListener(event, this.resume));
  }

  /** Asks the browser for a microphone; fails as getUserMedia does. */
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
    return new Microphone(stream, events);
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

  /** How loud it is now, from 0 to 1: the root mean square of the last 40 ms. Undefined if that can't be told. */
  level(): number | undefined {
    if (this.context.state !== 'running') {
      return undefined;
    }
    this.meter.getFloatTimeDomainData(this.samples);
    return Math.sqrt(this.samples.reduce((sum, sample) => sum + sample * sample, 0) / this.samples.length);
  }

  private take(data: Blob): void {
    // Blobs are read one after the other, so that their order stays.
    this.pending = this.pending.then(async () => this.events.recorded(new Uint8Array(await data.arrayBuffer())));
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
    this.stream.getTracks().forEach((track) => track.stop());
    WAKING.forEach((event) => removeEventListener(event, this.resume));
    void this.context.close();
  }
}
