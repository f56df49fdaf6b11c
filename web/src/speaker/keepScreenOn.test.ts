import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepScreenOn } from './keepScreenOn';

const settled = () => new Promise<void>((done) => setImmediate(done));

describe('the screen', () => {
  let page: EventTarget & { visibilityState: string };
  let held: number;
  let allowed: boolean;
  let locks: object;

  /** Browsers take the lock from a page that is hidden. */
  const see = async (visibilityState: 'visible' | 'hidden') => {
    page.visibilityState = visibilityState;
    held = visibilityState === 'hidden' ? 0 : held;
    page.dispatchEvent(new Event('visibilitychange'));
    await settled();
  };

  beforeEach(() => {
    page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
    held = 0;
    allowed = true;
    locks = {
      request: (what: string) => {
        expect([what, page.visibilityState]).toEqual(['screen', 'visible']);
        if (!allowed) {
          return Promise.reject(new DOMException('', 'NotAllowedError'));
        }
        held++;
        return Promise.resolve({ release: () => Promise.resolve(held--) });
      },
    };
    vi.stubGlobal('document', page);
    vi.stubGlobal('navigator', { wakeLock: locks });
  });

  afterEach(() => vi.unstubAllGlobals());

  it('stays on until it need not', async () => {
    const stop = keepScreenOn();
    expect(held).toBe(1);
    stop();
    await settled();

    expect(held).toBe(0);
  });

  it('stays on also after the page was hidden', async () => {
    const stop = keepScreenOn();
    await see('hidden');
    expect(held).toBe(0);
    await see('visible');
    expect(held).toBe(1);
    stop();
    await settled();
    await see('visible');

    expect(held).toBe(0);
  });

  it('may go dark where the browser does not keep it on, and is asked for again', async () => {
    allowed = false;
    const stop = keepScreenOn();
    await settled();
    allowed = true;
    await see('visible');

    expect(held).toBe(1);
    stop();
  });

  it('is left alone by a browser that can’t keep it on', () => {
    vi.stubGlobal('navigator', {});

    expect(keepScreenOn()).not.toThrow();
  });
});
