import { afterEach, expect, it } from 'vitest';
import type { Problem } from '../protocol';
import { speakLanguage } from '../texts/texts';
import { fieldOf, problemInWords } from './problemInWords';

const problem = (code: Problem['code'], field?: string): Problem => ({
  type: 'problem',
  code,
  message: 'In English.',
  ...(field === undefined ? {} : { field }),
});

afterEach(() => speakLanguage('en'));

it.each([
  ['INVALID_FIELD', 'settings.translation.terminology', 'terminology'],
  ['INVALID_FIELD', 'access.passcode', 'passcode'],
  ['INVALID_FIELD', 'settings.voices.es', 'voice-es'],
  ['UNSUPPORTED_LANGUAGE', 'sourceLanguage', 'source'],
] as const)('%s of %s is said of its field, in the page’s language', async (code, field, id) => {
  await speakLanguage('de');

  expect(problemInWords(problem(code, field))).not.toContain('English');
  expect(fieldOf(problem(code, field))).toBe(id);
});

it.each(['RATE_LIMITED', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'UNAVAILABLE', 'INTERNAL'] as const)(
  '%s has words of its own',
  (code) => {
    expect(problemInWords(problem(code))).not.toContain('English');
  },
);

it('says what there are no words for as the service does', () => {
  expect(problemInWords(problem('INVALID_FIELD', 'settings.recognition.vocabulary'))).toContain('In English.');
  expect(fieldOf(problem('INVALID_FIELD', 'settings.recognition.vocabulary'))).toBeUndefined();
  expect(fieldOf(undefined)).toBeUndefined();
});
