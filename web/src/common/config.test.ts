import { expect, it } from 'vitest';
import { config } from './config';

it('understands addresses beside the page and elsewhere', () => {
  const signIn = { kind: 'local' as const, token: '/issuer/token' };
  const here = config({ api: '/', webSocket: '/ws', signIn }, 'http://localhost:8080/speak/');
  const there = config({ api: 'https://api.test/v1/', webSocket: 'wss://ws.test/live', signIn }, 'https://talks.test/');

  expect([here.api.href, here.webSocket.href]).toEqual(['http://localhost:8080/', 'ws://localhost:8080/ws']);
  expect([there.api.href, there.webSocket.href]).toEqual(['https://api.test/v1/', 'wss://ws.test/live']);
});
