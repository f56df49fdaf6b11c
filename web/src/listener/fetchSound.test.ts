import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fetchSound } from './fetchSound';

let tries: (Response | 'no network' | 'no answer')[];
let asked: number;

beforeEach(() => {
  vi.useFakeTimers();
  asked = 0;
  vi.stubGlobal('fetch', (_: string, { signal }: { signal: AbortSignal }) => {
    const how = tries[asked++] ?? 'no network';
    if (how === 'no answer') {
      return new Promise((_, failed) => signal.addEventListener('abort', () => failed(new Error('aborted'))));
    }
    return how === 'no network' ? Promise.reject(new TypeError('no network')) : Promise.resolve(how);
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('tries until the network is back', async () => {
  tries = [
    ...Array<'no network'>(10).fill('no network'),
    'no answer',
    new Response('', { status: 503 }),
    new Response('mp3'),
  ];
  const fetched = fetchSound('https://sounds/1', new AbortController().signal);
  await vi.advanceTimersByTimeAsync(30_000);

  expect(await fetched).toMatch(/^blob:/);
  expect(asked).toBe(13);
});

it('gives up at once what the server says is gone', async () => {
  tries = [new Response('', { status: 404 })];

  await expect(fetchSound('https://sounds/1', new AbortController().signal)).rejects.toThrow('404');
  expect(asked).toBe(1);
});

it('stops when nobody wants it any more', async () => {
  tries = ['no network', 'no answer'];
  const wanted = new AbortController();
  const fetched = fetchSound('https://sounds/1', wanted.signal);
  const failed = expect(fetched).rejects.toThrow();
  await vi.advanceTimersByTimeAsync(1_000);
  wanted.abort();
  await failed;
  await vi.advanceTimersByTimeAsync(30_000);

  expect(asked).toBe(2);
});
