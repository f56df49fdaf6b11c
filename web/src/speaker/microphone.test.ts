import { expect, it } from 'vitest';
import { whyNoMicrophone } from './microphone';

it.each([
  ['NotFoundError', 'none'],
  ['NotReadableError', 'busy'],
  ['AbortError', 'busy'],
  ['NotAllowedError', 'denied'],
])('%s means that the microphone is %s', (name, why) => {
  expect(whyNoMicrophone(new DOMException('', name))).toBe(why);
});
