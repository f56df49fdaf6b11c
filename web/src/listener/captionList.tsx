import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../texts/texts';
import type { ListenerSession } from './listenerSession';

/** So near to the end, whoever reads is taken to want the newest words. */
const NEAR_END_PIXELS = 80;

/** A talk of hours has more lines than a phone should lay out; the transcript has them all. */
const MOST_LINES = 400;

/** When more lines than these come at once, they are older than what is being said: nobody has them all read out. */
const MOST_READ_OUT = 3;

/** The words, the newest at the end, which stays in sight unless somebody has scrolled back. */
export function CaptionList(props: { session: ListenerSession; language: string; original: boolean }) {
  const { session, language, original } = props;
  const box = useRef<HTMLDivElement>(null);
  const follows = useSignal(true);
  const lines = session.lines.value.slice(-MOST_LINES);
  const partial = session.partial.value;
  const playing = session.playing.value?.mediaStartMillis;

  const shown = useRef(0);
  const added = session.lines.value.length - shown.current;
  const readsOut = session.state.value !== 'over' && added <= MOST_READ_OUT;
  useEffect(() => {
    shown.current = session.lines.value.length;
  });

  const toEnd = () => box.current?.scrollTo({ top: box.current.scrollHeight });
  useEffect(() => {
    if (follows.value) {
      toEnd();
    }
  });

  return (
    <>
      <div
        class="captions"
        ref={box}
        role="region"
        aria-label={t('listen.captions')}
        tabIndex={0}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          follows.value = scrollHeight - scrollTop - clientHeight < NEAR_END_PIXELS;
        }}
      >
        {lines.length === 0 && !partial && session.phase.value !== 'ENDED' && <p class="hint">{t('listen.noWords')}</p>}
        <div role="log" aria-live={readsOut ? 'polite' : 'off'} lang={language} dir="auto">
          {lines.map((line) => (
            <p key={line.mediaStartMillis} class={line.mediaStartMillis === playing ? 'heard' : undefined}>
              {line.text}
              {original && line.sourceText && (
                <span class="source" lang={session.sourceLanguage.value} dir="auto">
                  {line.sourceText}
                </span>
              )}
            </p>
          ))}
        </div>
        {partial && (
          // Read out only when it is said for good.
          <p class="partial" lang={language} dir="auto" aria-hidden="true">
            {partial.text}
          </p>
        )}
      </div>
      {!follows.value && (
        <button
          type="button"
          class="newest"
          onClick={() => {
            follows.value = true;
            toEnd();
          }}
        >
          {t('listen.newest')} ↓
        </button>
      )}
    </>
  );
}
