import { useState } from 'preact/hooks';
import type { SignInConfig } from '../common/config';
import { t } from '../texts/texts';
import { Alert, Field } from '../ui/parts';
import { goToSignIn } from './cognito';
import { lastUser, signInLocally } from './signIn';
import { signInBeside } from './signInBeside';
import type { SignedIn } from './tokens';

interface Props {
  config: SignInConfig;
  signedIn: (who: SignedIn) => void;
  error?: string;
  /** Whether something goes on in this page that is not to be left. */
  inTalk?: boolean;
}

export function SignIn({ config, signedIn, error, inTalk = false }: Props) {
  const [user, setUser] = useState(lastUser);
  const [failed, setFailed] = useState(error);
  const submit = (event: Event) => {
    event.preventDefault();
    const fails = () => setFailed(t('speak.signInFailed'));
    if (config.kind === 'local') {
      signInLocally(config, user.trim()).then(signedIn, fails);
      return;
    }
    const beside = inTalk ? signInBeside(config) : undefined;
    if (beside) {
      beside.then(signedIn, fails);
    } else {
      goToSignIn(config).catch(fails);
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
