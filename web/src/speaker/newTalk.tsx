import { useEffect, useState } from 'preact/hooks';
import type { LanguagesOffered } from '../common/api';
import type { CreateSession, Formality, Problem } from '../protocol';
import { t } from '../texts/texts';
import { byPreference, ownName } from '../ui/languages';
import { Alert, Field, Tick } from '../ui/parts';
import { always } from '../ui/remembered';
import { type WhyNoMicrophone, whyNoMicrophone } from './microphone';
import { fieldOf, problemInWords } from './problemInWords';

/** What somebody has entered, whether it can be had or not. */
export interface Draft {
  name: string;
  source: string;
  passcode: string;
  transcript: boolean;
  partials: boolean;
  terminology: string;
  formality: Formality | '';
  voices: Record<string, string>;
}

interface Props {
  offered: LanguagesOffered;
  /** What was refused, and why. */
  draft?: Draft;
  problem?: Problem;
  start: (draft: Draft) => void;
}

/** The fields that say themselves what is wrong with them. */
const TELLS_WHY: readonly string[] = ['source', 'passcode', 'terminology'];

const FORMALITIES: readonly Formality[] = ['FORMAL', 'INFORMAL'];

/** What of a draft a talk is created with. */
export function createSession(draft: Draft): CreateSession {
  const { source, passcode, transcript, partials, terminology, formality, voices } = draft;
  return {
    action: 'createSession',
    sourceLanguage: source,
    settings: {
      transcript,
      translatedPartials: partials,
      translation: { ...(terminology ? { terminology } : {}), ...(formality ? { formality } : {}) },
      voices,
    },
    ...(passcode ? { access: { passcode } } : {}),
  };
}

/** What a talk needs: a language. Everything else is folded away. */
export function NewTalk({ offered, draft: before, problem, start }: Props) {
  const sources = byPreference(offered.sources, [always.get('source') ?? '', ...navigator.languages]);
  const [draft, setDraft] = useState<Draft>(
    before ?? {
      name: '',
      source: sources[0] ?? 'en',
      passcode: '',
      transcript: false,
      partials: false,
      terminology: '',
      formality: '',
      voices: {},
    },
  );
  const [microphone, setMicrophone] = useState<WhyNoMicrophone | 'asking' | undefined>(undefined);
  const set = (change: Partial<Draft>) => setDraft((now) => ({ ...now, ...change }));
  const wrong = fieldOf(problem);
  const isOption = wrong !== undefined && wrong !== 'source';
  const whyWrong = (id: string) => (problem && id === wrong ? problemInWords(problem) : undefined);
  /** What is wrong is said to be so. */
  const marked = (id: string) => (id === wrong ? { 'aria-invalid': true, 'aria-describedby': `${id}-hint` } : {});

  useEffect(() => {
    const field = wrong === undefined ? null : document.getElementById(wrong);
    field?.focus();
    // With what stands below it.
    field?.scrollIntoView({ block: 'center' });
  }, []);

  const begin = async () => {
    setMicrophone('asking');
    const error = await askForMicrophone();
    setMicrophone(error);
    if (error === undefined) {
      always.set('source', draft.source);
      start(draft);
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
      {problem && !TELLS_WHY.includes(wrong ?? '') && <Alert text={problemInWords(problem)} />}
      <Field id="name" label={t('speak.name')} hint={t('speak.optional')}>
        <input
          id="name"
          value={draft.name}
          onInput={(event) => set({ name: event.currentTarget.value })}
          aria-describedby="name-hint"
          autocomplete="off"
          maxLength={120}
        />
      </Field>
      <Field id="source" label={t('speak.source')} wrong={whyWrong('source')}>
        <select
          id="source"
          value={draft.source}
          {...marked('source')}
          onChange={(event) => set({ source: event.currentTarget.value })}
        >
          {sources.map((code) => (
            <option key={code} value={code} lang={code}>
              {ownName(code)}
            </option>
          ))}
        </select>
      </Field>
      <details open={isOption}>
        <summary>{t('speak.options')}</summary>
        <div class="fields">
          <Field id="passcode" label={t('speak.passcode')} hint={t('speak.passcodeHint')} wrong={whyWrong('passcode')}>
            <input
              id="passcode"
              {...marked('passcode')}
              value={draft.passcode}
              onInput={(event) => set({ passcode: event.currentTarget.value })}
              aria-describedby="passcode-hint"
              autocomplete="off"
              minLength={4}
              maxLength={64}
            />
          </Field>
          <Tick
            label={t('speak.transcript')}
            checked={draft.transcript}
            onChange={(transcript) => set({ transcript })}
          />
          <Tick label={t('speak.partials')} checked={draft.partials} onChange={(partials) => set({ partials })} />
          <Field
            id="terminology"
            label={t('speak.terminology')}
            hint={t('speak.terminologyHint')}
            wrong={whyWrong('terminology')}
          >
            <input
              id="terminology"
              {...marked('terminology')}
              value={draft.terminology}
              onInput={(event) => set({ terminology: event.currentTarget.value })}
              aria-describedby="terminology-hint"
              autocomplete="off"
              spellcheck={false}
            />
          </Field>
          <Field id="formality" label={t('speak.formality')}>
            <select
              id="formality"
              value={draft.formality}
              onChange={(event) => set({ formality: event.currentTarget.value as Draft['formality'] })}
            >
              <option value="">{t('speak.formality.none')}</option>
              {FORMALITIES.map((one) => (
                <option key={one} value={one}>
                  {t(`speak.formality.${one}`)}
                </option>
              ))}
            </select>
          </Field>
          <Voices offered={offered} chosen={draft.voices} marked={marked} choose={(voices) => set({ voices })} />
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
  marked: (id: string) => object;
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
            {...props.marked(`voice-${language}`)}
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
