import type { Page } from 'playwright-core';

/** What an audio element played: each piece by its address, when it began, and how loud it was. */
export interface Heard {
  source: string;
  beganAt: number;
  endedAt: number;
  loudest: number;
}

/** Listens to what the page's audio element really plays, through WebAudio. To be called before the page loads. */
export async function listenTo(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const heard: Heard[] = [];
    Object.assign(window, { heard });
    const Original = window.Audio;
    const Tapped = function () {
      const element = new Original();
      let analyser: AnalyserNode | undefined;
      element.addEventListener('playing', () => {
        if (!analyser) {
          const context = new AudioContext();
          analyser = context.createAnalyser();
          context.createMediaElementSource(element).connect(analyser).connect(context.destination);
        }
        if (!element.loop && heard.at(-1)?.source !== element.src) {
          heard.push({ source: element.src, beganAt: Date.now(), endedAt: 0, loudest: 0 });
        }
      });
      element.addEventListener('ended', () => {
        const last = heard.at(-1);
        if (last) {
          last.endedAt = Date.now();
        }
      });
      setInterval(() => {
        const last = heard.at(-1);
        if (analyser && last && !element.loop) {
          const samples = new Float32Array(analyser.fftSize);
          analyser.getFloatTimeDomainData(samples);
          const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
          last.loudest = Math.max(last.loudest, Math.sqrt(power));
        }
      }, 40);
      return element;
    };
    window.Audio = Tapped as unknown as typeof Audio;
  });
}

export function heardBy(page: Page): Promise<Heard[]> {
  return page.evaluate(() => (window as unknown as { heard: Heard[] }).heard);
}
