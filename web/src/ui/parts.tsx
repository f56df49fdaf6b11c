import type { ComponentChildren } from 'preact';
import { t } from '../texts/texts';

/** What every page begins with. */
export function Header({ children }: { children?: ComponentChildren }) {
  return (
    <header class="top">
      <a class="brand" href="/">
        <img src="/icon.svg" alt="" width="28" height="28" />
        Dragoman
      </a>
      {children}
    </header>
  );
}

/** Something went wrong; said at once to those who can't see it. */
export function Alert({ text, again }: { text: string; again?: () => void }) {
  return (
    <div class="alert" role="alert">
      <p>{text}</p>
      {again && (
        <button type="button" class="quiet" onClick={again}>
          {t('error.again')}
        </button>
      )}
    </div>
  );
}

/** A field with its name and what it accepts. */
export function Field(props: { id: string; label: string; hint?: string | undefined; children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={props.id}>{props.label}</label>
      {props.children}
      {props.hint && (
        <p class="hint" id={`${props.id}-hint`}>
          {props.hint}
        </p>
      )}
    </div>
  );
}

/** A box to tick. */
export function Tick(props: { label: string; checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <label class="tick">
      <input
        type="checkbox"
        checked={props.checked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>{props.label}</span>
    </label>
  );
}
