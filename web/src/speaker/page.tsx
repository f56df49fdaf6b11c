import { signal } from '@preact/signals';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Api, type LanguagesOffered } from '../common/api';
import { systemClock } from '../common/clock';
import type { Config } from '../common/config';
import { type Connect, webSocket } from '../common/connection';
import type { CreateSession, Problem } from '../protocol';
import { t } from '../texts/texts';
import { Alert, Header } from '../ui/parts';
import { thisVisit } from '../ui/remembered';
import { canRecord } from './microphone';
import { NewTalk } from './newTalk';
import { type Remembered, rememberTalk } from './rememberTalk';
import { SignIn } from './signInForm';
import { alreadySignedIn, type SignedIn } from './signIn';
import { SpeakerSession } from './speakerSession';
import { Talk } from './talk';
import { TalkView } from './talkView';

type Step =
  | { at: 'look' }
  | { at: 'signIn'; error?: string }
  | { at: 'new'; who: SignedIn; offered: LanguagesOffered; problem?: Problem }
  | { at: 'talk'; who: SignedIn; talk: Talk; name: string; startedAt: number }
  | { at: 'unreachable' };

/** From signing in to a talk and to its end; a talk that runs is found again after a reload. */
export function SpeakPage({ config }: { config: Config }) {
  const api = useMemo(() => new Api(config.api), [config]);
  const [step, setStep] = useState<Step>({ at: 'look' });
  const able = canRecord();

  const prepare = async (who: SignedIn, problem?: Problem) => {
    try {
      setStep({ at: 'new', who, offered: await api.languages(), ...(problem ? { problem } : {}) });
    } catch {
      setStep({ at: 'unreachable' });
    }
  };

  const run = (who: SignedIn, begins: CreateSession | Remembered, name: string, chosen?: string) => {
    const startedAt = 'startedAt' in begins ? begins.startedAt : Date.now();
    const deviceId = signal(chosen);
    const remember = rememberTalk((text) => thisVisit.set('talk', text), { name, startedAt }, deviceId);
    const session = SpeakerSession.begin(connectSignedIn(config, who), systemClock, begins, remember);
    const talk = new Talk(session, deviceId);
    session.state.subscribe((state) => {
      if (state === 'refused') {
        talk.close();
        void prepare(who, session.problem.value);
      }
    });
    setStep({ at: 'talk', who, talk, name, startedAt });
  };

  const signedIn = (who: SignedIn) => {
    const before = thisVisit.get('talk');
    if (before === undefined) {
      void prepare(who);
    } else {
      const talk = JSON.parse(before) as Remembered;
      run(who, talk, talk.name, talk.deviceId);
    }
  };

  useEffect(() => {
    if (able === 'yes') {
      alreadySignedIn(config).then(
        (who) => (who ? signedIn(who) : setStep({ at: 'signIn' })),
        () => setStep({ at: 'signIn', error: t('speak.signInFailed') }),
      );
    }
  }, []);

  if (step.at === 'talk') {
    const again = () => {
      step.talk.close();
      void prepare(step.who);
    };
    return <TalkView talk={step.talk} name={step.name} startedAt={step.startedAt} again={again} />;
  }
  return (
    <>
      <Header>
        <a href="/">{t('join.title')}</a>
      </Header>
      <main class="narrow">
        <h1>{t('speak.title')}</h1>
        <p class="intro">{t('speak.intro')}</p>
        {able === 'insecure' && <Alert text={t('speak.insecure')} />}
        {able === 'no' && <Alert text={`${t('speak.cannotRecord')} ${t('speak.useInstead')}`} />}
        {step.at === 'unreachable' && <Alert text={t('error.unreachable')} again={() => location.reload()} />}
        {able === 'yes' && step.at === 'signIn' && (
          <SignIn config={config.signIn} signedIn={signedIn} {...(step.error ? { error: step.error } : {})} />
        )}
        {step.at === 'new' && (
          <NewTalk
            offered={step.offered}
            {...(step.problem ? { problem: step.problem } : {})}
            start={(begins, name) => run(step.who, begins, name)}
          />
        )}
      </main>
    </>
  );
}

/** Opens connections with a token that is good at that moment. */
function connectSignedIn(config: Config, who: SignedIn): Connect {
  return (events) => {
    let over = false;
    let connection: ReturnType<Connect> | undefined;
    who.token().then(
      (token) => {
        if (!over) {
          connection = webSocket(config.webSocket.href, token, events);
        }
      },
      () => over || events.closed(),
    );
    return {
      send: (message) => connection?.send(message),
      close: () => {
        over = true;
        connection?.close();
      },
    };
  };
}
