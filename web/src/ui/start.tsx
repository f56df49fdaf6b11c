import './styles.css';
import { type ComponentChild, render } from 'preact';
import { ApiError } from '../common/api';
import { type Config, readConfig } from '../common/config';
import { pageLanguage, speakLanguage, spokenLanguage, t } from '../texts/texts';
import { Alert, Header } from './parts';

/** Starts a page in the browser's language, once it knows where the system is. */
export async function start(page: (config: Config) => ComponentChild): Promise<void> {
  const root = document.getElementById('page');
  if (!root) {
    return;
  }
  try {
    await speakLanguage(pageLanguage(navigator.languages));
    document.documentElement.lang = spokenLanguage();
    render(page(await readConfig()), root);
  } catch (error) {
    const text = t(error instanceof ApiError ? 'error.unreachable' : 'error.page');
    render(
      <>
        <Header />
        <main class="narrow">
          <h1>Dragoman</h1>
          <Alert text={text} again={() => location.reload()} />
        </main>
      </>,
      root,
    );
  }
}
