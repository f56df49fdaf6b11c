import { expect, it } from 'vitest';
import { plainText, webVtt } from './transcript';

const lines = [
  { mediaStartMillis: 0, mediaEndMillis: 1_500, text: 'Buenos días.' },
  { mediaStartMillis: 3_723_004, mediaEndMillis: 3_723_004, text: 'a < b\n\n--> c & d' },
];

it('writes WebVTT that no text can break', () => {
  expect(webVtt(lines, 'es')).toBe(
    'WEBVTT\nLanguage: es\n\n' +
      '00:00:00.000 --> 00:00:01.500\nBuenos días.\n\n' +
      '01:02:03.004 --> 01:02:03.005\na &lt; b --&gt; c &amp; d\n',
  );
});

it('writes a line of plain text for each caption', () => {
  expect(plainText(lines.slice(0, 1))).toBe('Buenos días.\n');
});
