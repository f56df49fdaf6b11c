import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { always } from '../ui/remembered';
import type { CountedRecordings, TalkBegun } from './speakerSession';

/** Under what name a visit keeps its talk. */
export const TALK = 'talk';

/** In what all windows of the browser share. Where nothing is kept, each window counts its own. */
export const countedRecordings: CountedRecordings = {
  of: (sessionId) => Number(always.get(`recordings.${sessionId}`) ?? 0) || 0,
  set: (sessionId, recordings) => always.set(`recordings.${sessionId}`, recordings?.toString()),
};

/** What a reload has to know of a talk. */
export interface Remembered extends TalkBegun {
  name: string;
  startedAt: number;
  deviceId?: string | undefined;
  muted?: boolean;
}

/**
 * Keeps a talk for a reload, always with the microphone that is chosen and whether it is switched off; forgets
 * it when it is told so.
 *
 * @param keep told what to keep; undefined for nothing
 */
export function rememberTalk(
  keep: (text: string | undefined) => void,
  about: { name: string; startedAt: number },
  microphone: { deviceId: ReadonlySignal<string | undefined>; muted: ReadonlySignal<boolean> },
): (begun: TalkBegun | undefined) => void {
  const talk = signal<TalkBegun | undefined>(undefined);
  effect(() => {
    if (talk.value) {
      const { deviceId, muted } = microphone;
      keep(
        JSON.stringify({
          ...talk.value,
          ...about,
          deviceId: deviceId.value,
          muted: muted.value,
        } satisfies Remembered),
      );
    }
  });
  return (begun) => {
    talk.value = begun;
    if (!begun) {
      keep(undefined);
    }
  };
}
