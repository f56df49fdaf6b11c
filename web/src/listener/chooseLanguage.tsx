import { useEffect, useState } from 'preact/hooks';
import type { SessionFacts } from '../common/api';
import type { Problem } from '../protocol';
import { t } from '../texts/texts';
import { byPreference, ownName } from '../ui/languages';
import { Alert, Field, Header, Title } from '../ui/parts';
import { thisVisit } from '../ui/remembered';
import { refusal } from './refusal';

interface Props {
  facts: SessionFacts;
  problem?: Problem;
  listen: (language: string, passcode: string) => void;
  leave: () => void;
}

/** One press on a language, and the talk is heard. */
export function ChooseLanguage({ facts, problem, listen, leave }: Props) {
  const [passcode, setPasscode] = useState('');
  const [missing, setMissing] = useState(false);
  const earlier = thisVisit.get('language');
  const languages = byPreference(facts.languages, [...(earlier ? [earlier] : []), ...navigator.languages]);
  const askForPasscode = () => document.getElementById('passcode')?.focus();
  useEffect(() => {
    if (problem?.code === 'WRONG_PASSCODE') {
      askForPasscode();
    }
  }, []);
  const choose = (language: string) => {
    if (facts.passcodeNeeded && !passcode) {
      setMissing(true);
      askForPasscode();
    } else {
      listen(language, passcode);
    }
  };
  return (
    <>
      <Header>
        <button type="button" class="quiet" onClick={leave}>
          {t('choose.other')}
        </button>
      </Header>
      <main class="narrow">
        <p class="code">{facts.sessionId}</p>
        <Title text={t('choose.title')} />
        <p class="intro">{intro(facts)}</p>
        {missing && <Alert text={t('choose.needsPasscode')} />}
        {problem && !missing && <Alert text={refusal(problem)} />}
        {facts.passcodeNeeded && (
          <Field id="passcode" label={t('choose.passcode')} hint={t('choose.passcodeHint')}>
            <input
              id="passcode"
              type="password"
              class="large"
              value={passcode}
              onInput={(event) => setPasscode(event.currentTarget.value)}
              aria-describedby="passcode-hint"
              autocomplete="off"
            />
          </Field>
        )}
        <ul class="languages">
          {languages.map((code) => (
            <li key={code}>
              <button type="button" onClick={() => choose(code)}>
                <span lang={code} dir="auto">
                  {ownName(code)}
                </span>
                {code === facts.sourceLanguage && <small>{t('choose.read')}</small>}
              </button>
            </li>
          ))}
        </ul>
      </main>
    </>
  );
}

function intro({ phase, transcript, sourceLanguage }: SessionFacts): string {
  if (phase === 'ENDED') {
    return t(transcript ? 'choose.ended' : 'over.title');
  }
  return t('choose.intro', { language: ownName(sourceLanguage) });
}
