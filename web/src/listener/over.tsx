import type { SessionFacts } from '../common/api';
import { useSignal } from '@preact/signals';
import type { Line } from '../common/captions';
import { t } from '../texts/texts';
import { Alert, useLostFocus } from '../ui/parts';
import type { ListenerSession } from './listenerSession';
import { plainText, webVtt } from './transcript';

/** For so long a file can still be read after the press. */
const KEPT_MILLIS = 60_000;

/** A way to keep the text of a talk. */
interface TextFile {
  type: string;
  ending: string;
  content: (lines: readonly Line[], language: string) => string;
}

const SUBTITLES: TextFile = { type: 'text/vtt', ending: 'vtt', content: webVtt };
const TEXT: TextFile = { type: 'text/plain', ending: 'txt', content: plainText };

/** The end of a talk; its text to keep, where the speaker allows that. */
export function Over(props: { session: ListenerSession; facts: SessionFacts; language: string }) {
  const { session, facts, language } = props;
  const heading = useLostFocus<HTMLHeadingElement>();
  const nothing = session.wholeText.value && session.lines.value.length === 0;
  const fetching = useSignal(false);
  const save = async (file: TextFile) => {
    if (fetching.value) {
      return;
    }
    fetching.value = true;
    await session.readAll();
    fetching.value = false;
    if (session.lines.value.length === 0 || session.language.value !== language) {
      return;
    }
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([file.content(session.lines.value, language)], { type: file.type }));
    link.download = `${facts.sessionId}-${language}.${file.ending}`;
    link.click();
    // A browser may begin to read it only when somebody has said where to keep it.
    setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MILLIS);
  };
  return (
    <section class="over" aria-labelledby="over">
      <h2 id="over" ref={heading} tabIndex={-1}>
        {t('over.title')}
      </h2>
      {session.textMissing.value ? (
        <Alert text={t('over.incomplete')} />
      ) : (
        <p>{t(facts.transcript && nothing ? 'over.nothing' : 'over.text')}</p>
      )}
      {facts.transcript && !nothing && (
        <p class="row" aria-busy={fetching.value}>
          <button type="button" onClick={() => void save(SUBTITLES)}>
            {t('over.subtitles')}
          </button>
          <button type="button" onClick={() => void save(TEXT)}>
            {t('over.text.file')}
          </button>
        </p>
      )}
    </section>
  );
}
