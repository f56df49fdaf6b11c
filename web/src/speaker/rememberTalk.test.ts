import { signal } from '@preact/signals';
import { beforeEach, expect, it } from 'vitest';
import { type Remembered, rememberTalk } from './rememberTalk';

const begun = { sessionId: 'owl-1', recordings: 1 };
let kept: (string | undefined)[];
const last = () => JSON.parse(kept.at(-1) ?? '') as Remembered;

beforeEach(() => {
  kept = [];
});

it('keeps a talk with the microphone that is chosen in it', () => {
  const deviceId = signal<string | undefined>(undefined);
  const remember = rememberTalk((text) => kept.push(text), { name: 'Owls', startedAt: 7 }, deviceId);
  remember(begun);
  deviceId.value = 'desk';

  expect(last()).toEqual({ ...begun, name: 'Owls', startedAt: 7, deviceId: 'desk' });
  remember({ ...begun, recordings: 2 });
  expect(last()).toMatchObject({ recordings: 2, deviceId: 'desk' });
});

it('keeps nothing before a talk has begun and after it is over', () => {
  const deviceId = signal<string | undefined>(undefined);
  const remember = rememberTalk((text) => kept.push(text), { name: '', startedAt: 7 }, deviceId);
  deviceId.value = 'desk';
  expect(kept).toEqual([]);

  remember(begun);
  remember(undefined);
  deviceId.value = 'lapel';
  expect(kept.at(-1)).toBeUndefined();
});
