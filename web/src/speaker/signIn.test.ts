import { expect, it } from 'vitest';
import { goodUntil, userName } from './signIn';

it("reads a token's end from its claim", () => {
  const token = `x.${Buffer.from(JSON.stringify({ exp: 1_700_000_000, sub: '¿?~' })).toString('base64url')}.y`;

  expect(goodUntil(token)).toBe(1_700_000_000_000);
  expect(goodUntil('opaque')).toBe(Number.MAX_SAFE_INTEGER);
});

it('makes a name of what somebody is called', () => {
  expect(['María José', 'x.y-1', ''].map(userName)).toEqual(['Maria-Jose', 'x.y-1', 'speaker']);
});
