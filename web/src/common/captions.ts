import { ToldTimes } from './toldTimes';

/** Words to read. Times are media time in milliseconds. */
export interface Line {
  mediaStartMillis: number;
  mediaEndMillis: number;
  text: string;
  sourceText?: string;
  /** Which these words are in, where not all are in the same. */
  language?: string;
}

/**
 * What was said so far, in the order of media time: each time once, whatever comes twice or late, and the
 * words that may still change, as long as nothing newer has come.
 */
export class Captions {
  private readonly told = new ToldTimes();
  private finals: readonly Line[] = [];
  private unfinished: Line | undefined;

  /** What is said for good. A new list whenever it changes. */
  get lines(): readonly Line[] {
    return this.finals;
  }

  /** What may still change, if anything. */
  get partial(): Line | undefined {
    return this.unfinished;
  }

  /** Takes words for good; says whether they are new. */
  final(line: Line): boolean {
    if (!this.told.add(line.mediaStartMillis, line.mediaEndMillis)) {
      return false;
    }
    const at = this.finals.findLastIndex((other) => other.mediaStartMillis < line.mediaStartMillis) + 1;
    this.finals = [...this.finals.slice(0, at), line, ...this.finals.slice(at)];
    if (this.unfinished && replaces(line, this.unfinished)) {
      this.unfinished = undefined;
    }
    return true;
  }

  /** Takes words that may change; says whether they are to be shown. */
  partialOf(line: Line): boolean {
    const shown = this.unfinished;
    if (!this.told.isNew(line.mediaStartMillis, line.mediaEndMillis) || (shown && !replaces(line, shown))) {
      return false;
    }
    this.unfinished = line;
    return true;
  }

  /** Nothing more is told of what may still change. */
  forgetPartial(): void {
    this.unfinished = undefined;
  }
}

/** The next caption that overlaps a partial one or starts later replaces it. */
function replaces(line: Line, partial: Line): boolean {
  return line.mediaEndMillis > partial.mediaStartMillis || line.mediaStartMillis >= partial.mediaStartMillis;
}
