import { useState } from 'preact/hooks';
import type { SignInConfig } from '../common/config';
import { t } from '../texts/texts';
import { Alert, Field } from '../ui/parts';
import { goToSignIn, lastUser, type SignedIn, signInLocally } from './signIn';

interface Props {
  config: SignInConfig;
  signedIn: (who: SignedIn) => void;
  error?: string;
}

export function SignIn({ config, signedIn, error }: Props) {
  const [user, setUser] = useState(lastUser);
  const [failed, setFailed] = useState(error);
  const submit = (event: Event) => {
    event.preventDefault();
    const fails = () => setFailed(t('speak.signInFailed'));
    if (config.kind === 'cognito') {
      goToSignIn(config).catch(fails);
    } else {
      signInLocally(config, user.trim()).then(signedIn, fails);
    }
  };
  return (
    <form onSubmit={submit}>
      {failed ? <Alert text={failed} /> : <p>{t('speak.signInIntro')}</p>}
      {config.kind === 'local' && (
        <Field id="user" label={t('speak.you')}>
          <input
            id="user"
            class="large"
            value={user}
            onInput={(event) => setUser(event.currentTarget.value)}
            autocomplete="username"
            required
            maxLength={64}
          />
        </Field>
      )}
      <button class="main">{t('speak.signIn')}</button>
    </form>
  );
}
