import type { Texts } from './texts';

/** Texts other than English, which are fetched when they are needed. */
export const OTHER_LANGUAGES: Readonly<Record<string, () => Promise<Texts>>> = {
  es: () => import('./es').then((file) => file.es),
  ca: () => import('./ca').then((file) => file.ca),
  pt: () => import('./pt').then((file) => file.pt),
  fr: () => import('./fr').then((file) => file.fr),
  it: () => import('./it').then((file) => file.it),
  de: () => import('./de').then((file) => file.de),
};

/** The first of somebody's languages that the page speaks; English if none. */
export function pageLanguage(preferred: readonly string[]): string {
  const codes = preferred.map((tag) => tag.split('-')[0]?.toLowerCase() ?? '');
  return codes.find((code) => code === 'en' || code in OTHER_LANGUAGES) ?? 'en';
}
