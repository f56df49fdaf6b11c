/** When a browser may let sound be measured that it did not before. */
const WAKING = ['pointerdown', 'keydown', 'visibilitychange'];

/**
 * Measures how loud a microphone is, as soon as the browser lets it be: browsers stop what measures until
 * somebody has touched the page, and iOS when a call comes.
 */
export class Meter {
  private readonly samples: Float32Array<ArrayBuffer>;
  private readonly resume = () => void this.context.resume().catch(() => undefined);

  private constructor(
    private readonly context: AudioContext,
    private readonly analyser: AnalyserNode,
  ) {
    this.samples = new Float32Array(analyser.fftSize);
    WAKING.forEach((event) => addEventListener(event, this.resume));
  }

  /** Undefined if this browser can't measure it. */
  static of(stream: MediaStream): Meter | undefined {
    let context: AudioContext | undefined;
    try {
      context = new AudioContext();
      const analyser = context.createAnalyser();
      analyser.fftSize = 2_048;
      context.createMediaStreamSource(stream).connect(analyser);
      return new Meter(context, analyser);
    } catch {
      void context?.close();
      return undefined;
    }
  }

  /** How loud it is now, from 0 to 1: the root mean square of the last 40 ms. Undefined if that can't be told. */
  level(): number | undefined {
    if (this.context.state !== 'running') {
      return undefined;
    }
    this.analyser.getFloatTimeDomainData(this.samples);
    return Math.sqrt(this.samples.reduce((sum, sample) => sum + sample * sample, 0) / this.samples.length);
  }

  close(): void {
    WAKING.forEach((event) => removeEventListener(event, this.resume));
    void this.context.close();
  }
}
