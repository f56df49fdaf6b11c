import { type Signal, signal } from '@preact/signals';
import { beforeEach, expect, it } from 'vitest';
import { type Remembered, rememberTalk } from './rememberTalk';

const begun = { sessionId: 'owl-1', recordings: 1 };
let kept: (string | undefined)[];
let deviceId: Signal<string | undefined>;
let muted: Signal<boolean>;
const last = () => JSON.parse(kept.at(-1) ?? '') as Remembered;

beforeEach(() => {
  kept = [];
  deviceId = signal(undefined);
  muted = signal(false);
});

it('keeps a talk with the microphone that is chosen in it, and whether that is switched off', () => {
  const remember = rememberTalk((text) => kept.push(text), { name: 'Owls', startedAt: 7 }, { deviceId, muted });
  remember(begun);
  deviceId.value = 'desk';

  expect(last()).toEqual({ ...begun, name: 'Owls', startedAt: 7, deviceId: 'desk', muted: false });
  remember({ ...begun, recordings: 2 });
  expect(last()).toMatchObject({ recordings: 2, deviceId: 'desk' });
  muted.value = true;
  expect(last()).toMatchObject({ recordings: 2, deviceId: 'desk', muted: true });
});

it('keeps nothing before a talk has begun and after it is over', () => {
  const remember = rememberTalk((text) => kept.push(text), { name: '', startedAt: 7 }, { deviceId, muted });
  deviceId.value = 'desk';
  expect(kept).toEqual([]);

  remember(begun);
  remember(undefined);
  deviceId.value = 'lapel';
  expect(kept.at(-1)).toBeUndefined();
});
