import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fetchSound } from './fetchSound';

let tries: (Response | 'no network' | 'no answer' | 'in drops')[];
let asked: number;

beforeEach(() => {
  vi.useFakeTimers();
  asked = 0;
  vi.stubGlobal('fetch', (_: string, { signal }: { signal: AbortSignal }) => {
    const how = tries[asked++] ?? 'no network';
    if (how === 'no answer') {
      return new Promise((_, failed) => signal.addEventListener('abort', () => failed(new Error('aborted'))));
    }
    if (how === 'in drops') {
      return Promise.resolve(new Response(drops(signal)));
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

it('takes whatever time a slow network needs, as long as something comes', async () => {
  tries = ['in drops'];
  const fetched = fetchSound('https://sounds/1', new AbortController().signal);
  await vi.advanceTimersByTimeAsync(40_000);

  expect(await fetched).toMatch(/^blob:/);
  expect(asked).toBe(1);
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

/** A body of ten parts, three seconds apart. */
function drops(signal: AbortSignal): ReadableStream<Uint8Array> {
  let left = 10;
  return new ReadableStream({
    async pull(body) {
      await new Promise((go) => setTimeout(go, 3_000));
      if (signal.aborted) {
        body.error(new Error('aborted'));
      } else if (left-- > 0) {
        body.enqueue(new Uint8Array(100));
      } else {
        body.close();
      }
    },
  });
}
