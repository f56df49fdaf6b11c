import type { Page } from 'playwright-core';

/** One sound that the page's audio element played, by what was measured of it. Times are Date.now(). */
export interface Heard {
  /** Where it was fetched from. */
  url: string;
  beganAt: number;
  /** When it could first be heard; 0 if never. */
  loudAt: number;
  /** When it ended or gave way to another; 0 while it plays. */
  overAt: number;
  /** Whether it was heard to its end. */
  whole: boolean;
  /** The largest root mean square of any 20 ms or so, from 0 to 1. */
  loudest: number;
  /** How often that was measured: each time 1,024 samples. */
  measures: number;
  /** The fastest it was played. */
  fastest: number;
}

/** What is loud enough to be speech. */
const LOUD = 0.01;

/** What nobody hears. */
const SILENT = 0.001;

/** Listens to what the page's audio element really plays, through WebAudio. To be called before the page loads. */
export async function listenTo(page: Page): Promise<void> {
  await page.addInitScript((loud) => {
    const heard: Heard[] = [];
    const levels: [number, number][] = [];
    const fetchedFrom = new WeakMap<Blob, string>();
    const addresses = new Map<string, string>();
    let elements = 0;
    Object.assign(window, { heard, levels, audioElements: () => elements });

    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its object below
    const { blob } = Response.prototype;
    Response.prototype.blob = async function () {
      const bytes = await blob.call(this);
      fetchedFrom.set(bytes, this.url);
      return bytes;
    };
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its object below
    const { createObjectURL } = URL;
    URL.createObjectURL = (of) => {
      const address = createObjectURL.call(URL, of);
      addresses.set(address, (of instanceof Blob && fetchedFrom.get(of)) || '');
      return address;
    };

    const Original = window.Audio;
    const Tapped = function () {
      elements++;
      const element = new Original();
      let measured = false;
      let current: Heard | undefined;
      const end = (whole: boolean) => {
        if (current) {
          current.overAt = Date.now();
          current.whole = whole;
          current = undefined;
        }
      };
      const measure = (samples: Float32Array) => {
        const level = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
        const now = Date.now();
        levels.push([now, level]);
        if (current) {
          current.loudest = Math.max(current.loudest, level);
          current.measures++;
          current.fastest = Math.max(current.fastest, element.playbackRate);
          if (current.loudAt === 0 && level > loud) {
            current.loudAt = now;
          }
        }
      };
      element.addEventListener('playing', () => {
        if (!measured) {
          measured = true;
          const context = new AudioContext();
          const source = context.createMediaElementSource(element);
          // A timer would be slowed down in a tab that is hidden.
          // eslint-disable-next-line @typescript-eslint/no-deprecated -- the page's policy lets no worklet in
          const meter = context.createScriptProcessor(1_024, 1, 1);
          // eslint-disable-next-line @typescript-eslint/no-deprecated -- as above
          meter.onaudioprocess = ({ inputBuffer }) => measure(inputBuffer.getChannelData(0));
          source.connect(context.destination);
          source.connect(meter).connect(context.destination);
        }
        const url = addresses.get(element.src) ?? '';
        if (!element.loop && (current?.url !== url || !url)) {
          end(false);
          current = {
            url,
            beganAt: Date.now(),
            loudAt: 0,
            overAt: 0,
            whole: false,
            loudest: 0,
            measures: 0,
            fastest: 1,
          };
          heard.push(current);
        }
      });
      element.addEventListener('emptied', () => end(false));
      element.addEventListener('ended', () => end(true));
      return element;
    };
    window.Audio = Tapped as unknown as typeof Audio;
  }, LOUD);
}

/** What was heard, in order. */
export function heardBy(page: Page): Promise<Heard[]> {
  return page.evaluate(() => (window as unknown as { heard: Heard[] }).heard);
}

/** How many audio elements the page has made. */
export function audioElements(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { audioElements: () => number }).audioElements());
}

/** The last moment between two times at which anything could be heard; the first of them if nothing could. */
export function lastHeardBetween(page: Page, from: number, to: number): Promise<number> {
  return page.evaluate(
    ([from, to, silent]) => {
      const { levels } = window as unknown as { levels: [number, number][] };
      return Math.max(from, ...levels.filter(([at, level]) => at <= to && level >= silent).map(([at]) => at));
    },
    [from, to, SILENT] as const,
  );
}
