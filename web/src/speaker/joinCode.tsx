import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { encode } from 'uqr';
import { t } from '../texts/texts';

/** How listeners get in: a code to say, a QR code to scan, a link to send. */
export function JoinCode({ code }: { code: string }) {
  const large = useRef<HTMLDialogElement>(null);
  const copied = useSignal(false);
  const link = `${location.origin}/#${code}`;
  const copy = () => {
    navigator.clipboard.writeText(link).then(
      () => (copied.value = true),
      () => (copied.value = false),
    );
  };
  return (
    <section class="card join" aria-labelledby="join">
      <div class="how">
        <h2 id="join">{t('talk.code')}</h2>
        <p class="code">{code}</p>
        <p class="hint">{t('talk.join', { address: location.host })}</p>
        <div class="row">
          <button type="button" onClick={copy}>
            {t('talk.copy')}
          </button>
          <button type="button" onClick={() => large.current?.showModal()}>
            {t('talk.fullScreen')}
          </button>
          <span role="status">{copied.value && t('talk.copied')}</span>
        </div>
      </div>
      <QrCode link={link} />
      <dialog ref={large} class="large" aria-labelledby="large-code">
        <p class="code" id="large-code">
          {code}
        </p>
        <QrCode link={link} />
        <p>{t('talk.join', { address: location.host })}</p>
        <button type="button" class="main" onClick={() => large.current?.close()}>
          {t('talk.close')}
        </button>
      </dialog>
    </section>
  );
}

/** Black on white in every colour scheme, because scanners want it so. */
function QrCode({ link }: { link: string }) {
  const { data, size } = encode(link, { border: 2 });
  const path = data.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')).join('')).join('');
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t('talk.qr', { link })}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
}
