import type { Audio } from '../src/protocol';
import { PATIENCE_MILLIS } from '../src/listener/playlist';
import type { Heard } from './ears';
import { piece } from './piece';
import type { Wire } from './wire';

/** On a busy machine a sound may come too late to be waited for; but not one after the other. */
const MOST_SKIPPED = 1;

/**
 * What was announced without what the page rightly left out, because fetching it took longer than the page
 * waits: that is reported, so that nobody takes it for heard. Whatever else is missing stays in.
 *
 * @param networkSince since when the page has a network again, if it was cut
 */
export function withoutSkipped(
  who: string,
  announced: readonly Audio[],
  heard: readonly Heard[],
  wire: Wire,
  networkSince = 0,
): Audio[] {
  const pieces = new Set(heard.map(piece));
  const skipped = announced
    .filter((audio) => !pieces.has(piece(audio)) && (wire.fetchMillis(audio.url, networkSince) ?? 0) > PATIENCE_MILLIS)
    .slice(0, MOST_SKIPPED);
  for (const audio of skipped) {
    process.stdout.write(
      `${who}: ${piece(audio)} was skipped, for it took ${wire.fetchMillis(audio.url, networkSince)} ms to fetch\n`,
    );
  }
  return announced.filter((audio) => !skipped.includes(audio));
}
