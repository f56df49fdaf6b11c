import { useState } from 'preact/hooks';
import { t } from '../texts/texts';
import { Alert, Field, Header, Title } from '../ui/parts';

/** People type codes with blanks, capitals, and whole addresses. */
export function codeOf(typed: string): string {
  return typed
    .slice(typed.lastIndexOf('#') + 1)
    .trim()
    .toLowerCase()
    .replace(/[\s_–—-]+/g, '-');
}

/** Asks for a code; who comes by a link is only told that its talk is looked for. */
export function FindTalk(props: {
  looking: boolean;
  error?: string;
  /** Looks for the same talk again, where that may help. */
  again?: () => void;
  find: (code: string) => void;
}) {
  const [typed, setTyped] = useState('');
  const find = (event: Event) => {
    event.preventDefault();
    if (codeOf(typed)) {
      props.find(codeOf(typed));
    }
  };
  return (
    <>
      <Header>
        <a href="/speak/">{t('join.speak')}</a>
      </Header>
      <main class="narrow">
        <Title text={t('join.title')} />
        <p class="intro">{t('join.intro')}</p>
        {props.looking && <p role="status">{t('join.looking')}</p>}
        {props.error && <Alert text={props.error} {...(props.again ? { again: props.again } : {})} />}
        {(typed || !props.looking) && (
          <form onSubmit={find}>
            <Field id="code" label={t('join.code')} hint={t('join.codeHint')}>
              <input
                id="code"
                class="large"
                value={typed}
                onInput={(event) => setTyped(event.currentTarget.value)}
                aria-describedby="code-hint"
                autocomplete="off"
                autocapitalize="none"
                spellcheck={false}
                required
              />
            </Field>
            <button class="main">{t('join.go')}</button>
          </form>
        )}
      </main>
    </>
  );
}
