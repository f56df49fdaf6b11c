import { describe, expect, it } from 'vitest';
import { en } from './en';
import { pageLanguage } from './languages';
import { fill, LANGUAGES, type Texts, type Words } from './texts';

const places = (words: Words) =>
  [
    ...new Set(
      (typeof words === 'string' ? [words] : Object.values(words)).flatMap((text) => text.match(/\{\w+\}/g) ?? []),
    ),
  ].sort();

describe.each(Object.entries(LANGUAGES))('the texts in %s', (language, load) => {
  let texts: Texts;

  it('have every key and no other', async () => {
    texts = await load();

    expect(Object.keys(texts).sort()).toEqual(Object.keys(en).sort());
  });

  it('have the same places for values, and say something', () => {
    for (const [key, words] of Object.entries(en) as [keyof Texts, Words][]) {
      expect([key, places(texts[key])]).toEqual([key, places(words)]);
      expect([key, typeof texts[key]]).toEqual([key, typeof words]);
      expect(JSON.stringify(texts[key])).not.toMatch(/""|^" | "$/);
    }
  });

  it('have every plural of the language', () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const words of Object.values(texts)) {
      if (typeof words !== 'string') {
        expect(Object.keys(words).sort()).toEqual([...categories].sort());
      }
    }
  });
});

it('choose the plural and write numbers as the language does', () => {
  const words = { one: '{count} person', other: '{count} people' };

  expect(fill(words, { count: 1 }, 'en')).toBe('1 person');
  expect(fill(words, { count: 1_234.5 }, 'en')).toBe('1,234.5 people');
  expect(fill('{seconds} s', { seconds: 1.8 }, 'de')).toBe('1,8 s');
});

it('are in the first language of the reader that there is', () => {
  expect(pageLanguage(['gl-ES', 'ca-ES', 'en'])).toBe('ca');
  expect(pageLanguage(['ja'])).toBe('en');
});
