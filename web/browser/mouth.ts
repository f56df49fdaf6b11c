import type { Page } from 'playwright-core';

/** What the speaker's microphone heard, and when. Times are Date.now(). */
export interface Spoken {
  /** When each recording began. */
  recordings: number[];
  /** Every 20 ms or so: when, and how loud. */
  levels: [at: number, level: number][];
}

/** What is loud enough to be speech. */
const LOUD = 0.01;

/** Notes when the page records and how loud its microphone is. To be called before the page loads. */
export async function watchMicrophone(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const spoken: Spoken = { recordings: [], levels: [] };
    Object.assign(window, { spoken });
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its object below
    const { start } = MediaRecorder.prototype;
    MediaRecorder.prototype.start = function (timeslice) {
      // Firefox begins a while after it was told to.
      this.addEventListener('start', () => spoken.recordings.push(Date.now()), { once: true });
      const context = new AudioContext();
      const analyser = context.createAnalyser();
      analyser.fftSize = 1_024;
      context.createMediaStreamSource(this.stream).connect(analyser);
      const samples = new Float32Array(analyser.fftSize);
      const timer = setInterval(() => {
        analyser.getFloatTimeDomainData(samples);
        const level = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
        spoken.levels.push([Date.now(), level]);
      }, 20);
      this.addEventListener('stop', () => {
        clearInterval(timer);
        void context.close();
      });
      start.call(this, timeslice);
    };
  });
}

export function spokenBy(page: Page): Promise<Spoken> {
  return page.evaluate(() => (window as unknown as { spoken: Spoken }).spoken);
}

/** When a sentence was over: the last loud moment before its end as recognised, which may be a little late. */
export function endOfSpeech(spoken: Spoken, mediaEndMillis: number): number {
  const end = (spoken.recordings[0] ?? 0) + mediaEndMillis;
  const loud = spoken.levels.filter(([at, level]) => at <= end + 150 && level > LOUD);
  return loud.at(-1)?.[0] ?? end;
}
