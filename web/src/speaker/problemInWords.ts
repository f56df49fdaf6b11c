import type { Problem } from '../protocol';
import { t, type TextKey } from '../texts/texts';

/** What is wrong with a field of the form: the words, and which field it is there. */
const FIELDS: readonly { field: RegExp; key: TextKey; id: (field: string) => string }[] = [
  { field: /^sourceLanguage$/, key: 'problem.language', id: () => 'source' },
  { field: /^access\.passcode$/, key: 'problem.passcode', id: () => 'passcode' },
  { field: /^settings\.translation\.terminology$/, key: 'problem.terminology', id: () => 'terminology' },
  { field: /^settings\.voices/, key: 'problem.voice', id: (field) => field.replace(/^settings\.voices\.?/, 'voice-') },
];

/** Why a talk could not begin or go on, in the page's language as far as there are words for it. */
export function problemInWords(problem: Problem): string {
  const known = FIELDS.find(({ field }) => field.test(problem.field ?? ''));
  if (known) {
    return t(known.key);
  }
  switch (problem.code) {
    case 'RATE_LIMITED':
      return t('speak.tooMany');
    case 'NOT_SIGNED_IN':
      return t('speak.signInOver');
    case 'NOT_ALLOWED':
      return t('problem.notYours');
    case 'UNAVAILABLE':
    case 'INTERNAL':
      return t('error.unreachable');
    default:
      return t('speak.refused', { reason: problem.message });
  }
}

/** The id of the field of the form that was wrong, if it was one. */
export function fieldOf(problem: Problem | undefined): string | undefined {
  const field = problem?.field ?? '';
  return FIELDS.find((one) => one.field.test(field))?.id(field);
}
