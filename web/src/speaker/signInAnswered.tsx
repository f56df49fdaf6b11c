import { t } from '../texts/texts';
import { Header, Title } from '../ui/parts';

/** What stands in the window beside a talk if the browser does not let it close itself. */
export function SignInAnswered() {
  return (
    <>
      <Header />
      <main class="narrow">
        <Title text={t('speak.signIn')} />
        <p>{t('speak.signInAnswered')}</p>
      </main>
    </>
  );
}
