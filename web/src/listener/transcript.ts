import type { Line } from '../common/captions';

/** Captions as WebVTT, for players and editors. */
export function webVtt(lines: readonly Line[], language: string): string {
  const cues = lines.map(
    (line) => `${vttTime(line.mediaStartMillis)} --> ${vttTime(cueEnd(line))}\n${escapeVtt(line.text)}\n`,
  );
  return [`WEBVTT\nLanguage: ${language}\n`, ...cues].join('\n');
}

/** Captions as plain text, a line each. */
export function plainText(lines: readonly Line[]): string {
  return lines.map((line) => `${line.text}\n`).join('');
}

/** A cue must not end before it has begun. */
function cueEnd(line: Line): number {
  return Math.max(line.mediaEndMillis, line.mediaStartMillis + 1);
}

function vttTime(millis: number): string {
  const pad = (value: number, digits: number) => String(Math.floor(value)).padStart(digits, '0');
  return `${pad(millis / 3_600_000, 2)}:${pad((millis / 60_000) % 60, 2)}:${pad((millis / 1000) % 60, 2)}.${pad(millis % 1000, 3)}`;
}

/** A cue's text has markup, ends at an empty line, and must not hold an arrow. */
function escapeVtt(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/\s*[\r\n]+\s*/g, ' ');
}
