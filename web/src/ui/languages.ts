import { LANGUAGE_NAMES } from '../protocol';

/** What a language is called by its speakers. */
export function ownName(code: string): string {
  return LANGUAGE_NAMES[code] ?? code;
}

/** Languages in the order in which somebody looks for them: first those the browser asks for. */
export function byPreference(codes: readonly string[], preferred: readonly string[]): string[] {
  const base = (tag: string) => tag.split('-')[0]?.toLowerCase();
  const rank = (code: string) => {
    const exact = preferred.findIndex((tag) => tag.toLowerCase() === code.toLowerCase());
    const near = preferred.findIndex((tag) => base(tag) === base(code));
    return exact >= 0 ? exact : near >= 0 ? near + 0.5 : preferred.length;
  };
  return [...codes].sort((a, b) => rank(a) - rank(b));
}
