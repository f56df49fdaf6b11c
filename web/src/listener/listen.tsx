import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { SessionFacts } from '../common/api';
import { type TextKey, t } from '../texts/texts';
import { byPreference, ownName } from '../ui/languages';
import { watchNetwork } from '../ui/network';
import { Alert, Header, Tick, Title } from '../ui/parts';
import { always, thisVisit } from '../ui/remembered';
import type { AudioElement } from './audioElement';
import { CaptionList } from './captionList';
import type { ListenerSession } from './listenerSession';
import { leaveLockScreen, showOnLockScreen, showPlaying } from './mediaSession';
import { Over } from './over';

interface Props {
  facts: SessionFacts;
  session: ListenerSession;
  output: AudioElement;
  leave: () => void;
}

const SIZES = [1, 1.25, 1.5, 2, 2.5];

/** The talk: its words, its sound and what can be done about both. */
export function Listen({ facts, session, output, leave }: Props) {
  const size = useSignal(Number(always.get('textSize') ?? 1));
  const contrast = useSignal(always.get('contrast') === 'high');
  const original = useSignal(false);

  useEffect(() => {
    showOnLockScreen(facts.sessionId, { play: () => session.resume(), pause: () => session.pause() });
    const stopShowing = session.paused.subscribe((paused) => showPlaying(!paused));
    const stopRemembering = session.language.subscribe((heard) => thisVisit.set('language', heard));
    const stopWatching = watchNetwork(session);
    const stopListening = () => {
      output.close();
      leaveLockScreen();
    };
    const stopWaitingForEnd = session.state.subscribe((state) => {
      if (state === 'over') {
        stopListening();
      }
    });
    return () => {
      stopShowing();
      stopRemembering();
      stopWatching();
      stopWaitingForEnd();
      session.close();
      stopListening();
    };
  }, [session]);

  const resize = (by: number) => {
    size.value = Math.min(SIZES.length - 1, Math.max(0, size.value + by));
    always.set('textSize', String(size.value));
  };
  const language = session.language.value;
  const over = session.state.value === 'over';
  const problem = session.problem.value;
  const languages = byPreference(facts.languages, navigator.languages);

  return (
    <div class="listen" data-contrast={contrast.value ? 'high' : 'usual'}>
      <Header>
        <State session={session} />
        <button type="button" class="quiet" onClick={leave}>
          {t('listen.leave')}
        </button>
      </Header>
      <main style={{ '--text': String(SIZES[size.value] ?? 1) }}>
        <Title unseen text={t('listen.captions')} />
        {problem && !over && <Alert text={t('listen.languageRefused', { language: ownName(language) })} />}
        {session.joinsSlowly.value && <Alert text={t('error.unreachable')} again={() => session.wake()} />}
        <CaptionList session={session} language={language} original={original.value} />
        {over && <Over session={session} facts={facts} language={language} />}
      </main>
      <footer class="controls">
        {!over && <Sound session={session} output={output} />}
        <label class="pick">
          <span class="unseen">{t('listen.language')}</span>
          <select
            value={language}
            disabled={over && !facts.transcript}
            onChange={(event) => session.changeLanguage(event.currentTarget.value)}
          >
            {languages.map((code) => (
              <option key={code} value={code} lang={code}>
                {ownName(code)}
              </option>
            ))}
          </select>
        </label>
        <details class="display">
          <summary>{t('listen.display')}</summary>
          <div class="panel">
            <div class="row" role="group" aria-label={t('listen.textSize')}>
              <button type="button" disabled={size.value === 0} onClick={() => resize(-1)}>
                <span aria-hidden="true">A−</span>
                <span class="unseen">{t('listen.smaller')}</span>
              </button>
              <button type="button" disabled={size.value === SIZES.length - 1} onClick={() => resize(1)}>
                <span aria-hidden="true">A+</span>
                <span class="unseen">{t('listen.larger')}</span>
              </button>
            </div>
            <Tick
              label={t('listen.contrast')}
              checked={contrast.value}
              onChange={(high) => {
                contrast.value = high;
                always.set('contrast', high ? 'high' : undefined);
              }}
            />
            {language !== facts.sourceLanguage && (
              <Tick
                label={t('listen.original')}
                checked={original.value}
                onChange={(shown) => (original.value = shown)}
              />
            )}
          </div>
        </details>
        {!over && language !== facts.sourceLanguage && (
          <button type="button" class="quiet" onClick={() => session.hearLastMinute()}>
            {t('listen.lastMinute')}
          </button>
        )}
      </footer>
    </div>
  );
}

/** What the talk and the connection are doing, in words. */
function State({ session }: { session: ListenerSession }) {
  const phase = session.phase.value;
  const isThere = session.connected.value;
  const lost = !isThere && session.state.value === 'listening';
  const delay = session.delayMillis.value;
  const hears = isThere && !session.paused.value && session.state.value === 'listening';
  return (
    <p class={lost ? 'state warn' : 'state'} data-phase={isThere ? phase : undefined}>
      <span role="status">{t(stateOf(session))}</span>
      {hears && phase === 'LIVE' && delay !== undefined && (
        <span class="delay">{t('listen.behind', { seconds: Math.round(delay / 100) / 10 })}</span>
      )}
      {hears && session.rate.value > 1 && <span class="delay">{t('listen.catchingUp')}</span>}
    </p>
  );
}

function stateOf(session: ListenerSession): TextKey {
  if (session.state.value === 'over') {
    return 'over.title';
  }
  if (!session.connected.value) {
    return session.state.value === 'joining' ? 'listen.joining' : 'listen.reconnecting';
  }
  return `phase.${session.phase.value}`;
}

/** Pause, mute and volume. */
function Sound({ session, output }: { session: ListenerSession; output: AudioElement }) {
  const muted = useSignal(output.element.muted);
  const volume = useSignal(output.element.volume);
  const paused = session.paused.value;
  const lastMinute = session.noLastMinute.value;
  return (
    <>
      <button type="button" class="main" onClick={() => (paused ? session.resume() : session.pause())}>
        <Icon path={paused ? 'M8 5v14l11-7z' : 'M6 5h4v14H6zM14 5h4v14h-4z'} />
        {t(paused ? 'listen.play' : 'listen.pause')}
      </button>
      <button
        type="button"
        class="mute"
        onClick={() => {
          muted.value = !muted.value;
          output.element.muted = muted.value;
        }}
      >
        <Icon
          path={
            muted.value
              ? 'M4 9v6h4l5 4V5L8 9zM16 9l5 6M21 9l-5 6'
              : 'M4 9v6h4l5 4V5L8 9zM16 8a5 5 0 0 1 0 8M18.5 5.5a9 9 0 0 1 0 13'
          }
        />
        {t(muted.value ? 'listen.unmute' : 'listen.mute')}
      </button>
      {output.hasVolume && (
        <label class="volume">
          <span class="unseen">{t('listen.volume')}</span>
          <input
            type="range"
            min="0"
            max="1"
            step="0.05"
            value={volume.value}
            onInput={(event) => {
              volume.value = event.currentTarget.valueAsNumber;
              output.element.volume = volume.value;
            }}
          />
        </label>
      )}
      {(paused || lastMinute) && (
        <p class="note" role="status">
          {t(paused ? 'listen.paused' : `listen.lastMinute.${lastMinute ?? 'failed'}`)}
        </p>
      )}
    </>
  );
}

function Icon({ path }: { path: string }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
