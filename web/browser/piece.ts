import type { Audio } from '../src/protocol';
import type { Heard } from './ears';

/** What was heard or announced: where it lies, without the signature, which is another each time. */
export function piece({ url }: Pick<Heard | Audio, 'url'>): string {
  const [language, file] = new URL(url).pathname.split('/').slice(-2);
  return `${language}/${file}`;
}

export const languageOf = (one: Pick<Heard, 'url'>): string => piece(one).split('/')[0] ?? '';

export const mediaStartOf = (one: Pick<Heard, 'url'>): number => Number.parseInt(piece(one).split('/')[1] ?? '', 10);
