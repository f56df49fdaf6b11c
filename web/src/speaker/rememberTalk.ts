import type { ReadonlySignal } from '@preact/signals';
import { always } from '../ui/remembered';
import type { CountedRecordings, TalkBegun } from './speakerSession';

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
}

/**
 * Keeps a talk for a reload, always with the microphone that is chosen; forgets it when it is told so.
 *
 * @param keep told what to keep; undefined for nothing
 */
export function rememberTalk(
  keep: (text: string | undefined) => void,
  about: { name: string; startedAt: number },
  deviceId: ReadonlySignal<string | undefined>,
): (begun: TalkBegun | undefined) => void {
  let talk: TalkBegun | undefined;
  deviceId.subscribe((chosen) => {
    if (talk) {
      keep(JSON.stringify({ ...talk, ...about, deviceId: chosen } satisfies Remembered));
    }
  });
  return (begun) => {
    talk = begun;
    keep(begun && JSON.stringify({ ...begun, ...about, deviceId: deviceId.peek() } satisfies Remembered));
  };
}
