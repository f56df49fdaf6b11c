import { expect, it } from 'vitest';
import { goodUntil, keeping, SignInNeeded } from './tokens';

it("reads a token's end from its claim", () => {
  const token = `x.${Buffer.from(JSON.stringify({ exp: 1_700_000_000, sub: '¿?~' })).toString('base64url')}.y`;

  expect(goodUntil(token)).toBe(1_700_000_000_000);
  expect(goodUntil('opaque')).toBe(Number.MAX_SAFE_INTEGER);
});

it('keeps a token until it is nearly over or no good, and asks no more once it may not be renewed', async () => {
  const until = (millis: number) => ({ access_token: `x.${btoa(JSON.stringify({ exp: millis / 1_000 }))}.y` });
  const answers = [until(Date.now() + 3_600_000), new Error('no network'), new SignInNeeded()];
  let asked = 0;
  const renew = () => {
    const answer = answers[asked++];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer ?? { access_token: '' });
  };
  const signedIn = keeping(until(Date.now() + 30_000), renew);

  expect(await signedIn.token()).toBe(await signedIn.token());
  expect(asked).toBe(1);
  await expect(signedIn.token(true)).rejects.toThrow('no network');
  await expect(signedIn.token(true)).rejects.toThrow(SignInNeeded);
  await expect(signedIn.token(true)).rejects.toThrow(SignInNeeded);
  expect(asked).toBe(3);
});
