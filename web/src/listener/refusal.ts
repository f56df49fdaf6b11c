import type { Problem } from '../protocol';
import { t } from '../texts/texts';

/** Why a listener can't have what was asked for, in words. */
export function refusal(problem: Problem): string {
  switch (problem.code) {
    case 'WRONG_PASSCODE':
      return t('choose.wrongPasscode');
    case 'SESSION_FULL':
      return t('choose.full');
    case 'RATE_LIMITED':
      return t('choose.tooMany');
    case 'SESSION_ENDED':
    case 'SESSION_NOT_FOUND':
      return t('over.title');
    case 'UNAVAILABLE':
    case 'INTERNAL':
      return t('error.unreachable');
    default:
      return t('choose.refused', { reason: problem.message });
  }
}
