import { signal } from '@preact/signals';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Api, type LanguagesOffered } from '../common/api';
import { systemClock } from '../common/clock';
import type { Config } from '../common/config';
import { webSocket } from '../common/connection';
import type { Problem } from '../protocol';
import { t } from '../texts/texts';
import { Alert, Header, Title } from '../ui/parts';
import { thisVisit } from '../ui/remembered';
import { canRecord } from './microphone';
import { createSession, type Draft, NewTalk } from './newTalk';
import { countedRecordings, type Remembered, rememberTalk, TALK } from './rememberTalk';
import { SignedInConnections } from './signedInConnections';
import { SignIn } from './signInForm';
import { alreadySignedIn } from './signIn';
import { SpeakerSession } from './speakerSession';
import { Talk } from './talk';
import { TalkView } from './talkView';
import type { SignedIn } from './tokens';

type Step =
  | { at: 'look' }
  | { at: 'signIn'; error?: string }
  | { at: 'new'; who: SignedIn; offered: LanguagesOffered; refused: Refused }
  | { at: 'talk'; connections: SignedInConnections; talk: Talk; name: string; startedAt: number }
  | { at: 'unreachable' };

/** What was asked for in vain, and why. */
interface Refused {
  problem?: Problem;
  draft?: Draft;
}

/** From signing in to a talk and to its end; a talk that runs is found again after a reload. */
export function SpeakPage({ config }: { config: Config }) {
  const api = useMemo(() => new Api(config.api), [config]);
  const [step, setStep] = useState<Step>({ at: 'look' });
  const able = canRecord();

  const prepare = async (who: SignedIn, refused: Refused = {}) => {
    try {
      setStep({ at: 'new', who, offered: await api.languages(), refused });
    } catch {
      setStep({ at: 'unreachable' });
    }
  };

  const run = (who: SignedIn, begins: Draft | Remembered) => {
    const goesOn = 'sessionId' in begins;
    const name = begins.name.trim();
    const startedAt = goesOn ? begins.startedAt : Date.now();
    const deviceId = signal(goesOn ? begins.deviceId : undefined);
    const muted = signal(goesOn && begins.muted === true);
    const remember = rememberTalk((text) => thisVisit.set(TALK, text), { name, startedAt }, { deviceId, muted });
    const connections = new SignedInConnections((...what) => webSocket(config.webSocket.href, ...what), who);
    const session = SpeakerSession.begin(
      connections.connect,
      systemClock,
      goesOn ? begins : createSession(begins),
      remember,
      countedRecordings,
    );
    const talk = new Talk(session, deviceId, muted, systemClock);
    session.state.subscribe((state) => {
      if (state === 'refused') {
        const problem = session.problem.peek();
        talk.close();
        if (problem?.code === 'NOT_SIGNED_IN') {
          setStep({ at: 'signIn', error: t('speak.signInOver') });
        } else {
          void prepare(connections.whoSpeaks(), {
            ...(problem ? { problem } : {}),
            ...(goesOn ? {} : { draft: begins }),
          });
        }
      }
    });
    setStep({ at: 'talk', connections, talk, name, startedAt });
  };

  const signedIn = (who: SignedIn) => {
    const before = thisVisit.get(TALK);
    if (before === undefined) {
      void prepare(who);
    } else {
      run(who, JSON.parse(before) as Remembered);
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
      void prepare(step.connections.whoSpeaks());
    };
    return <TalkView {...step} signIn={config.signIn} again={again} />;
  }
  return (
    <>
      <Header>
        <a href="/">{t('join.title')}</a>
      </Header>
      <main class="narrow">
        <Title key={step.at} text={t('speak.title')} />
        <p class="intro">{t('speak.intro')}</p>
        {able === 'insecure' && <Alert text={t('speak.insecure')} />}
        {able === 'no' && <Alert text={`${t('speak.cannotRecord')} ${t('speak.useInstead')}`} />}
        {step.at === 'unreachable' && <Alert text={t('error.unreachable')} again={() => location.reload()} />}
        {able === 'yes' && step.at === 'signIn' && (
          <SignIn config={config.signIn} signedIn={signedIn} {...(step.error ? { error: step.error } : {})} />
        )}
        {step.at === 'new' && (
          <NewTalk offered={step.offered} {...step.refused} start={(draft) => run(step.who, draft)} />
        )}
      </main>
    </>
  );
}
