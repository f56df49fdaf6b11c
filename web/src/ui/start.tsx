import './styles.css';
import { type ComponentChild, render } from 'preact';
import { ApiError } from '../common/api';
import type { Config } from '../common/config';
import { config } from '../common/early';
import { pageLanguage } from '../texts/languages';
import { speakLanguage, spokenLanguage, t } from '../texts/texts';
import { Alert, Header, Title } from './parts';

/** Speaks the reader's language, as far as the page knows it. */
async function speak(): Promise<void> {
  await speakLanguage(pageLanguage(navigator.languages));
  document.documentElement.lang = spokenLanguage();
}

/** Starts a page in the browser's language, once it knows where the system is. */
export async function start(page: (config: Config) => ComponentChild): Promise<void> {
  const root = document.getElementById('page');
  if (!root) {
    return;
  }
  addEventListener('languagechange', () => void speak());
  const spoken = speak();
  try {
    const [found] = await Promise.all([config, spoken]);
    render(page(found), root);
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
