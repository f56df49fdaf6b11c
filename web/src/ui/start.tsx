import './styles.css';
import { type ComponentChild, render } from 'preact';
import { ApiError } from '../common/api';
import { type Config, readConfig } from '../common/config';
import { pageLanguage, speakLanguage, spokenLanguage, t } from '../texts/texts';
import { Alert, Header, Title } from './parts';

/** Speaks the reader's language, as far as the page knows it. */
async function speak(): Promise<void> {
  await speakLanguage(pageLanguage(navigator.languages));
  document.documentElement.lang = spokenLanguage();
}

/**
 * Starts a page in the browser's language.
 *
 * @param begin called as soon as it is known where the system is, so that what a page shows first can be
 *     asked for while its words are still on their way; what it returns shows the page
 */
export async function start(begin: (config: Config) => () => ComponentChild): Promise<void> {
  const root = document.getElementById('page');
  if (!root) {
    return;
  }
  addEventListener('languagechange', () => void speak());
  const spoken = speak();
  try {
    const [page] = await Promise.all([readConfig().then(begin), spoken]);
    render(page(), root);
  } catch (error) {
    await spoken.catch(() => undefined);
    render(<NoPage problem={error instanceof ApiError ? 'error.unreachable' : 'error.page'} />, root);
  }
}

/** What stands where a page could not be. */
function NoPage({ problem }: { problem: 'error.unreachable' | 'error.page' }) {
  return (
    <>
      <Header />
      <main class="narrow">
        <Title text="Dragoman" />
        <Alert text={t(problem)} again={() => location.reload()} />
      </main>
    </>
  );
}
