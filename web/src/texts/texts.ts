import { signal } from '@preact/signals';
import { en } from './en';
import { OTHER_LANGUAGES } from './languages';

/** Words, or words by plural category for a value called count. */
export type Words = string | (Partial<Record<Intl.LDMLPluralRule, string>> & { other: string });

export type TextKey = keyof typeof en;
export type Texts = Readonly<Record<TextKey, Words>>;

export const LANGUAGES: Readonly<Record<string, () => Promise<Texts>>> = {
  en: () => Promise.resolve(en),
  ...OTHER_LANGUAGES,
};

const current = signal<{ language: string; texts: Texts }>({ language: 'en', texts: en });

/** Makes the page speak a language. */
export async function speakLanguage(language: string): Promise<void> {
  const texts = await LANGUAGES[language]?.();
  if (texts) {
    current.value = { language, texts };
  }
}

/** The page's language. */
export function spokenLanguage(): string {
  return current.value.language;
}

/** A text in the page's language, with values in its places. */
export function t(key: TextKey, values: Readonly<Record<string, string | number>> = {}): string {
  const { language, texts } = current.value;
  return fill(texts[key], values, language);
}

/** Words with values in their places, and in the plural that the value called count asks for. */
export function fill(words: Words, values: Readonly<Record<string, string | number>>, language: string): string {
  const template =
    typeof words === 'string'
      ? words
      : (words[new Intl.PluralRules(language).select(Number(values['count']))] ?? words.other);
  return template.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    return typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : (value ?? place);
  });
}
