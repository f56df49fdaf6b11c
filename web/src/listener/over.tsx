import type { SessionFacts } from '../common/api';
import { t } from '../texts/texts';
import { useLostFocus } from '../ui/parts';
import type { ListenerSession } from './listenerSession';
import { plainText, webVtt } from './transcript';

/** For so long a file can still be read after the press. */
const KEPT_MILLIS = 60_000;

/** The end of a talk; its text to keep, where the speaker allows that. */
export function Over(props: { session: ListenerSession; facts: SessionFacts; language: string }) {
  const { session, facts, language } = props;
  const heading = useLostFocus<HTMLHeadingElement>();
  const lines = session.lines.value;
  const save = (text: string, type: string, ending: string) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = `${facts.sessionId}-${language}.${ending}`;
    link.click();
    // A browser may begin to read it only when somebody has said where to keep it.
    setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MILLIS);
  };
  return (
    <section class="over" aria-labelledby="over">
      <h2 id="over" ref={heading} tabIndex={-1}>
        {t('over.title')}
      </h2>
      <p>{t('over.text')}</p>
      {facts.transcript && lines.length > 0 && (
        <p class="row">
          <button type="button" onClick={() => save(webVtt(lines, language), 'text/vtt', 'vtt')}>
            {t('over.subtitles')}
          </button>
          <button type="button" onClick={() => save(plainText(lines), 'text/plain', 'txt')}>
            {t('over.text.file')}
          </button>
        </p>
      )}
    </section>
  );
}
