import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Api, ApiError, type SessionFacts } from '../common/api';
import { systemClock } from '../common/clock';
import type { Config } from '../common/config';
import { webSocket } from '../common/connection';
import { codeInAddress, firstTalk } from '../common/early';
import type { Problem } from '../protocol';
import { t } from '../texts/texts';
import { AudioElement } from './audioElement';
import { ChooseLanguage } from './chooseLanguage';
import { fetchSound } from './fetchSound';
import { FindTalk } from './findTalk';
import { Listen } from './listen';
import { ListenerSession } from './listenerSession';

type Step =
  | { at: 'find'; error?: () => string; mayHelp?: boolean }
  | { at: 'look' }
  | { at: 'choose'; facts: SessionFacts; problem?: Problem }
  | { at: 'listen'; facts: SessionFacts; session: ListenerSession; output: AudioElement };

/** From a code to a language to the talk. */
export function ListenPage({ config }: { config: Config }) {
  const api = useMemo(() => new Api(config.api), [config]);
  const asked = useRef(firstTalk);
  const [step, setStep] = useState<Step>({ at: codeInAddress() ? 'look' : 'find' });

  const look = async () => {
    const code = codeInAddress();
    if (!code) {
      setStep({ at: 'find' });
      return;
    }
    setStep({ at: 'look' });
    try {
      const facts = asked.current ?? api.session(code);
      asked.current = undefined;
      const known = await facts;
      if (code === codeInAddress()) {
        setStep({ at: 'choose', facts: known });
      }
    } catch (error) {
      if (code !== codeInAddress()) {
        return;
      }
      const unknown = error instanceof ApiError && ['SESSION_NOT_FOUND', 'INVALID_FIELD'].includes(error.code);
      if (error instanceof ApiError && error.code === 'RATE_LIMITED') {
        // A whole room scans the code at once: nobody has to press anything for that.
        setTimeout(() => code === codeInAddress() && void look(), 1_000 * (error.retryAfterSeconds ?? 5));
      } else {
        setStep(
          unknown
            ? { at: 'find', error: () => t('join.notFound', { code }) }
            : { at: 'find', error: () => t('error.unreachable'), mayHelp: true },
        );
      }
    }
  };

  useEffect(() => {
    const changed = () => void look();
    addEventListener('hashchange', changed);
    changed();
    return () => removeEventListener('hashchange', changed);
  }, []);

  /** In a press: only then may the page make a sound. */
  const listen = (facts: SessionFacts, language: string, passcode: string) => {
    const output = new AudioElement({ interrupted: () => session.pause(), wentOn: () => session.resume() });
    output.unlock();
    // The sound goes on in a page that nobody sees, whose timers wait.
    output.element.addEventListener('timeupdate', () => systemClock.catchUp());
    const session = ListenerSession.join(
      (events) => webSocket(config.webSocket.href, undefined, events),
      systemClock,
      output,
      fetchSound,
      (...what) => api.missed(...what),
      { sessionId: facts.sessionId, language, transcript: facts.transcript, ...(passcode ? { passcode } : {}) },
    );
    const stop = session.state.subscribe((state) => {
      if (state === 'refused') {
        const problem = session.problem.value;
        output.close();
        setStep({ at: 'choose', facts, ...(problem ? { problem } : {}) });
      }
      if (state === 'refused' || state === 'over') {
        queueMicrotask(() => stop());
      }
    });
    setStep({ at: 'listen', facts, session, output });
  };

  const leave = () => {
    history.pushState(null, '', location.pathname);
    setStep({ at: 'find' });
  };

  switch (step.at) {
    case 'find':
    case 'look':
      return (
        <FindTalk
          looking={step.at === 'look'}
          {...(step.at === 'find' && step.error ? { error: step.error() } : {})}
          {...(step.at === 'find' && step.mayHelp ? { again: () => void look() } : {})}
          find={(code) => {
            const before = location.hash;
            location.hash = code;
            if (location.hash === before) {
              void look();
            }
          }}
        />
      );
    case 'choose':
      return (
        <ChooseLanguage
          facts={step.facts}
          {...(step.problem ? { problem: step.problem } : {})}
          listen={(language, passcode) => listen(step.facts, language, passcode)}
          leave={leave}
        />
      );
    case 'listen':
      return <Listen facts={step.facts} session={step.session} output={step.output} leave={leave} />;
  }
}
