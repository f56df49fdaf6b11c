import { useState } from 'preact/hooks';
import type { LanguagesOffered } from '../common/api';
import type { CreateSession, Formality, Problem } from '../protocol';
import { t } from '../texts/texts';
import { byPreference, ownName } from '../ui/languages';
import { Alert, Field, Tick } from '../ui/parts';
import { always } from '../ui/remembered';
import { type WhyNoMicrophone, whyNoMicrophone } from './microphone';

interface Props {
  offered: LanguagesOffered;
  problem?: Problem;
  start: (begins: CreateSession, name: string) => void;
}

const FORMALITIES: readonly Formality[] = ['FORMAL', 'INFORMAL'];

/** What a talk needs: a language. Everything else is folded away. */
export function NewTalk({ offered, problem, start }: Props) {
  const sources = byPreference(offered.sources, [always.get('source') ?? '', ...navigator.languages]);
  const [name, setName] = useState('');
  const [source, setSource] = useState(sources[0] ?? 'en');
  const [passcode, setPasscode] = useState('');
  const [transcript, setTranscript] = useState(false);
  const [partials, setPartials] = useState(false);
  const [terminology, setTerminology] = useState('');
  const [formality, setFormality] = useState<Formality | ''>('');
  const [voices, setVoices] = useState<Record<string, string>>({});
  const [microphone, setMicrophone] = useState<WhyNoMicrophone | 'asking' | undefined>(undefined);

  const begin = async () => {
    setMicrophone('asking');
    const error = await askForMicrophone();
    setMicrophone(error);
    if (error === undefined) {
      always.set('source', source);
      start(
        {
          action: 'createSession',
          sourceLanguage: source,
          settings: {
            transcript,
            translatedPartials: partials,
            translation: { ...(terminology ? { terminology } : {}), ...(formality ? { formality } : {}) },
            voices,
          },
          ...(passcode ? { access: { passcode } } : {}),
        },
        name.trim(),
      );
    }
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void begin();
      }}
    >
      {microphone === 'denied' && <Alert text={t('speak.denied')} />}
      {microphone === 'none' && <Alert text={t('speak.noMicrophone')} />}
      {microphone === 'busy' && <Alert text={t('speak.microphoneBusy')} />}
      {problem && (
        <Alert
          text={problem.code === 'RATE_LIMITED' ? t('speak.tooMany') : t('speak.refused', { reason: problem.message })}
        />
      )}
      <Field id="name" label={t('speak.name')} hint={t('speak.optional')}>
        <input
          id="name"
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
          aria-describedby="name-hint"
          autocomplete="off"
          maxLength={120}
        />
      </Field>
      <Field id="source" label={t('speak.source')}>
        <select id="source" value={source} onChange={(event) => setSource(event.currentTarget.value)}>
          {sources.map((code) => (
            <option key={code} value={code} lang={code}>
              {ownName(code)}
            </option>
          ))}
        </select>
      </Field>
      <details>
        <summary>{t('speak.options')}</summary>
        <div class="fields">
          <Field id="passcode" label={t('speak.passcode')} hint={t('speak.passcodeHint')}>
            <input
              id="passcode"
              value={passcode}
              onInput={(event) => setPasscode(event.currentTarget.value)}
              aria-describedby="passcode-hint"
              autocomplete="off"
              minLength={4}
              maxLength={64}
            />
          </Field>
          <Tick label={t('speak.transcript')} checked={transcript} onChange={setTranscript} />
          <Tick label={t('speak.partials')} checked={partials} onChange={setPartials} />
          <Field id="terminology" label={t('speak.terminology')} hint={t('speak.terminologyHint')}>
            <input
              id="terminology"
              value={terminology}
              onInput={(event) => setTerminology(event.currentTarget.value)}
              aria-describedby="terminology-hint"
              autocomplete="off"
              spellcheck={false}
            />
          </Field>
          <Field id="formality" label={t('speak.formality')}>
            <select
              id="formality"
              value={formality}
              onChange={(event) => setFormality(event.currentTarget.value as Formality | '')}
            >
              <option value="">{t('speak.formality.none')}</option>
              {FORMALITIES.map((one) => (
                <option key={one} value={one}>
                  {t(`speak.formality.${one}`)}
                </option>
              ))}
            </select>
          </Field>
          <Voices offered={offered} chosen={voices} choose={setVoices} />
        </div>
      </details>
      <button class="main" disabled={microphone === 'asking'}>
        {t(microphone === 'asking' ? 'speak.starting' : 'speak.start')}
      </button>
    </form>
  );
}

/** Who speaks, in the languages that more than one voice speaks. */
function Voices(props: {
  offered: LanguagesOffered;
  chosen: Record<string, string>;
  choose: (voices: Record<string, string>) => void;
}) {
  const choices = props.offered.targets.filter((target) => target.voices.length > 1);
  if (choices.length === 0) {
    return null;
  }
  const choose = (language: string, voice: string) => {
    const others = Object.fromEntries(Object.entries(props.chosen).filter(([one]) => one !== language));
    props.choose(voice ? { ...others, [language]: voice } : others);
  };
  return (
    <fieldset>
      <legend>{t('speak.voices')}</legend>
      {choices.map(({ language, name, voices }) => (
        <Field key={language} id={`voice-${language}`} label={name}>
          <select
            id={`voice-${language}`}
            value={props.chosen[language] ?? ''}
            onChange={(event) => choose(language, event.currentTarget.value)}
          >
            <option value="">{t('speak.formality.none')}</option>
            {voices.map((voice) => (
              <option key={voice}>{voice}</option>
            ))}
          </select>
        </Field>
      ))}
    </fieldset>
  );
}

/** Asks before the talk begins, so that nobody waits for a speaker without a microphone. */
async function askForMicrophone(): Promise<WhyNoMicrophone | undefined> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    stream.getTracks().forEach((track) => track.stop());
    return undefined;
  } catch (error) {
    return whyNoMicrophone(error);
  }
}
