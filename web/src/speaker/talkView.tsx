import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { SignInConfig } from '../common/config';
import type { PipelineStatus, Problem } from '../protocol';
import { spokenLanguage, t } from '../texts/texts';
import { ownName } from '../ui/languages';
import { useLasts } from '../ui/lasts';
import { watchNetwork } from '../ui/network';
import { Alert, Header, Title, useLostFocus } from '../ui/parts';
import { JoinCode } from './joinCode';
import { keepScreenOn } from './keepScreenOn';
import type { SignedInConnections } from './signedInConnections';
import { SignIn } from './signInForm';
import { stateInWords } from './stateInWords';
import type { Talk } from './talk';

interface Props {
  talk: Talk;
  connections: SignedInConnections;
  signIn: SignInConfig;
  name: string;
  startedAt: number;
  again: () => void;
}

/** A talk that takes longer to start may not start at all. */
const STARTING_MILLIS = 10_000;

/** What a speaker need not worry about: that a recording ends in the middle, as when a page is loaded anew. */
const USUAL: readonly Problem['code'][] = ['EMPTY_RECORDING', 'TRUNCATED_RECORDING', 'UNSUPPORTED_AUDIO'];

/** A talk while it runs: how to join it, how it is doing, and what the speaker can do. */
export function TalkView({ talk, connections, signIn, name, startedAt, again }: Props) {
  const { session } = talk;
  const { signInNeeded } = connections;
  const state = session.state.value;

  useEffect(() => {
    const stopWatching = watchNetwork(session);
    const ask = (event: BeforeUnloadEvent) => {
      if (session.needsPage()) {
        event.preventDefault();
      }
    };
    const leave = () => session.leave();
    addEventListener('beforeunload', ask);
    addEventListener('pagehide', leave);
    return () => {
      stopWatching();
      removeEventListener('beforeunload', ask);
      removeEventListener('pagehide', leave);
    };
  }, [session]);

  const unreachable = useLasts(state === 'starting' && !signInNeeded.value, STARTING_MILLIS);

  const isHere = state !== 'over' && state !== 'elsewhere';
  useEffect(() => (isHere ? keepScreenOn() : undefined), [isHere]);

  const words = stateInWords({
    state,
    phase: session.phase.value,
    connected: session.connected.value,
    lost: session.lost.value,
    signedOut: signInNeeded.value,
    silent: talk.silent.value,
    missing: talk.missing.value,
    awaited: talk.awaited.value,
    badAudio: session.audioProblem.value?.code === 'UNSUPPORTED_AUDIO',
  });

  return (
    <>
      <Header>
        {state !== 'over' && (
          <p class={words.warns ? 'state warn' : 'state'} data-phase={session.phase.value}>
            <span role="status">{t(words.key)}</span>
            {words.key === 'state.LIVE' && <Delay of={session.pipeline.value} />}
          </p>
        )}
      </Header>
      <main class="talk">
        <Title unseen={!name} text={name || t('speak.title')} />
        {state === 'over' ? (
          <TalkOver allDelivered={session.allDelivered.value} again={again} />
        ) : (
          <>
            {signInNeeded.value && (
              <section class="card" aria-label={t('speak.signIn')}>
                <SignIn
                  inTalk
                  config={signIn}
                  error={t('speak.signInOver')}
                  signedIn={(who) => {
                    connections.signedIn(who);
                    session.wake();
                  }}
                />
              </section>
            )}
            {unreachable && <Alert text={t('error.unreachable')} again={() => location.reload()} />}
            <Problems talk={talk} />
            {session.sessionId.value && <JoinCode code={session.sessionId.value} />}
            {state === 'elsewhere' ? (
              <button type="button" class="main" onClick={() => talk.takeOver()}>
                {t('state.takeOver')}
              </button>
            ) : (
              <Controls talk={talk} startedAt={startedAt} />
            )}
          </>
        )}
        <Listeners talk={talk} />
        <Words talk={talk} />
      </main>
    </>
  );
}

/** How far behind: beside what is told to those who can't see it, because it changes all the time. */
function Delay({ of }: { of: PipelineStatus | undefined }) {
  return of ? (
    <span class="delay">{t('listen.behind', { seconds: Math.round(of.delayMillis / 100) / 10 })}</span>
  ) : null;
}

function Problems({ talk }: { talk: Talk }) {
  const refused = talk.session.problem.value;
  const audio = talk.session.audioProblem.value;
  return (
    <>
      {refused && <Alert text={t('talk.refused', { reason: refused.message })} />}
      {audio && !USUAL.includes(audio.code) && <Alert text={t('talk.damaged')} />}
      {talk.session.lost.value > 0 && <Alert text={t('ended.textLost')} />}
    </>
  );
}

function TalkOver({ allDelivered, again }: { allDelivered: boolean; again: () => void }) {
  const heading = useLostFocus<HTMLHeadingElement>();
  return (
    <section class="over">
      <h2 ref={heading} tabIndex={-1}>
        {t('ended.title')}
      </h2>
      <p>{t(allDelivered ? 'ended.text' : 'ended.textLost')}</p>
      <button type="button" class="main" onClick={again}>
        {t('ended.again')}
      </button>
    </section>
  );
}

function Controls({ talk, startedAt }: { talk: Talk; startedAt: number }) {
  const asksEnd = useRef<HTMLDialogElement>(null);
  const runs = talk.session.state.value === 'running';
  const paused = talk.paused.value;
  return (
    <section class="card" aria-label={t('talk.microphone')}>
      <div class="row">
        <label class="level">
          <span>{t('talk.level')}</span>
          <meter min={0} max={1} value={loudness(talk.level.value ?? 0)} />
        </label>
        <Elapsed since={startedAt} />
      </div>
      <MicrophoneChoice talk={talk} />
      <div class="row">
        <button type="button" class="main" disabled={!runs} onClick={() => (paused ? talk.goOn() : talk.pause())}>
          {t(paused ? 'talk.goOn' : 'talk.pause')}
        </button>
        <button type="button" disabled={!runs || paused} onClick={() => talk.mute(!talk.muted.value)}>
          {t(talk.muted.value ? 'talk.unmute' : 'talk.mute')}
        </button>
        <button type="button" class="end" disabled={!runs} onClick={() => asksEnd.current?.showModal()}>
          {t('talk.end')}
        </button>
      </div>
      <dialog ref={asksEnd} aria-labelledby="end-question">
        <p id="end-question">{t('talk.endQuestion')}</p>
        <div class="row">
          <button
            type="button"
            class="end"
            onClick={() => {
              asksEnd.current?.close();
              talk.end();
            }}
          >
            {t('talk.endYes')}
          </button>
          <button type="button" onClick={() => asksEnd.current?.close()}>
            {t('talk.endNo')}
          </button>
        </div>
      </dialog>
    </section>
  );
}

/** From -60 dB to full scale as a share, as ears hear it. */
function loudness(level: number): number {
  return Math.min(1, Math.max(0, 1 + (20 * Math.log10(Math.max(level, 1e-6))) / 60));
}

function Elapsed({ since }: { since: number }) {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => (now.value = Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.floor((now.value - since) / 1_000));
  const two = (value: number) => String(value).padStart(2, '0');
  const text = `${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return (
    <p class="elapsed">
      <span class="unseen">{t('talk.elapsed')} </span>
      <time dateTime={`PT${seconds}S`}>{text}</time>
    </p>
  );
}

function MicrophoneChoice({ talk }: { talk: Talk }) {
  const devices = useSignal<MediaDeviceInfo[]>([]);
  useEffect(() => {
    const look = () =>
      void navigator.mediaDevices.enumerateDevices().then((all) => {
        // Chromium tells the default one twice: as itself and as "default".
        devices.value = all.filter((one) => one.kind === 'audioinput' && one.deviceId && one.deviceId !== 'default');
      });
    look();
    navigator.mediaDevices.addEventListener('devicechange', look);
    return () => navigator.mediaDevices.removeEventListener('devicechange', look);
    // Browsers name microphones to a page only once it has one.
  }, [talk.recording.value]);
  return (
    <div class="field">
      <label for="microphone">{t('talk.microphone')}</label>
      <select
        id="microphone"
        value={talk.deviceId.value ?? ''}
        onChange={(event) => talk.changeMicrophone(event.currentTarget.value || undefined)}
      >
        <option value="">{t('talk.defaultMicrophone')}</option>
        {devices.value.map((device) => (
          <option key={device.deviceId} value={device.deviceId}>
            {device.label}
          </option>
        ))}
      </select>
      <p class="hint" role="status">
        {talk.replacedBy.value !== undefined && t('talk.otherMicrophone', { name: talk.replacedBy.value })}
      </p>
    </div>
  );
}

function Listeners({ talk }: { talk: Talk }) {
  const listeners = Object.entries(talk.session.listeners.value).filter(([, count]) => count > 0);
  const all = listeners.reduce((sum, [, count]) => sum + count, 0);
  return (
    <section class="card" aria-labelledby="listeners">
      <h2 id="listeners">{all === 0 ? t('talk.nobody') : t('talk.listeners', { count: all })}</h2>
      {all > 0 && (
        <ul class="listeners">
          {listeners
            .sort(([, a], [, b]) => b - a)
            .map(([code, count]) => (
              <li key={code}>
                <span lang={code}>{ownName(code)}</span> <b>{new Intl.NumberFormat(spokenLanguage()).format(count)}</b>
              </li>
            ))}
        </ul>
      )}
    </section>
  );
}

/** So many sentences of one's own are enough to see that one is understood. */
const MOST_SENTENCES = 4;

function Words({ talk }: { talk: Talk }) {
  const { lines, partial } = talk.session;
  const shown = lines.value.slice(-MOST_SENTENCES);
  const unfinished = talk.session.state.value === 'over' ? undefined : partial.value;
  return (
    <section class="card words" aria-labelledby="words">
      <h2 id="words">{t('talk.words')}</h2>
      {shown.length === 0 && !unfinished && <p class="hint">{t('talk.noWords')}</p>}
      {shown.map((line) => (
        <p key={line.mediaStartMillis} lang={line.language} dir="auto">
          {line.text}
        </p>
      ))}
      {unfinished && (
        <p class="partial" lang={unfinished.language} dir="auto">
          {unfinished.text}
        </p>
      )}
    </section>
  );
}
