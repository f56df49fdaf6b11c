import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
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

/** What a screen is about, in the tab's title too. */
export function Title({ text, unseen }: { text: string; unseen?: boolean }) {
  const heading = useLostFocus<HTMLHeadingElement>();
  useEffect(() => {
    document.title = text === 'Dragoman' ? text : `${text} · Dragoman`;
  }, [text]);
  return (
    <h1 ref={heading} tabIndex={-1} class={unseen ? 'unseen' : undefined}>
      {text}
    </h1>
  );
}

/**
 * For the heading of what takes the place of something else: takes the focus if that had it, so that whoever
 * uses the keyboard goes on there, and whoever can't see it hears what came.
 */
export function useLostFocus<E extends HTMLElement>() {
  const heading = useRef<E>(null);
  useEffect(() => {
    const used = 'userActivation' in navigator && navigator.userActivation.hasBeenActive;
    if (used && document.activeElement === document.body) {
      heading.current?.focus();
    }
  }, []);
  return heading;
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

interface FieldProps {
  id: string;
  label: string;
  hint?: string | undefined;
  /** What is wrong with it, in place of the hint. */
  wrong?: string | undefined;
  children: ComponentChildren;
}

/** A field with its name and what it accepts. */
export function Field(props: FieldProps) {
  return (
    <div class="field">
      <label for={props.id}>{props.label}</label>
      {props.children}
      {(props.wrong ?? props.hint) && (
        <p class={props.wrong ? 'hint wrong' : 'hint'} id={`${props.id}-hint`} role={props.wrong ? 'alert' : undefined}>
          {props.wrong ?? props.hint}
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
