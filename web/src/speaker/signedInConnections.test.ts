import { beforeEach, describe, expect, it } from 'vitest';
import { FakeConnections } from '../common/fakeConnections';
import { SignedInConnections } from './signedInConnections';
import { SignInNeeded } from './tokens';

const settled = () => new Promise<void>((done) => setImmediate(done));

describe('connections of somebody who is signed in', () => {
  let opened: FakeConnections;
  let tokens: (string | undefined)[];
  let renewals: number;
  let told: string[];
  let connections: SignedInConnections;
  let token: (anew?: boolean) => Promise<string>;

  const connect = async () => {
    const connection = connections.connect({
      opened: () => told.push('opened'),
      received: ({ type }) => told.push(type),
      closed: () => told.push('closed'),
    });
    await settled();
    return connection;
  };
  /** Tries to connect where a token is refused and anybody else is let in. */
  const isRefused = async () => {
    await connect();
    opened.last.events.closed();
    opened.open();
    await settled();
  };

  beforeEach(() => {
    opened = new FakeConnections();
    tokens = [];
    renewals = 0;
    told = [];
    token = (anew) => Promise.resolve(anew ? `token ${++renewals}` : 'token');
    connections = new SignedInConnections(
      (shown, events) => {
        tokens.push(shown);
        return opened.connect(events);
      },
      { token: (anew) => token(anew) },
    );
  });

  it('are opened with a token, and speak', async () => {
    const connection = await connect();
    opened.open().say({ type: 'sessionLeft', sessionId: 's' });
    connection.send({ action: 'heartbeat' });

    expect(tokens).toEqual(['token']);
    expect(told).toEqual(['opened', 'sessionLeft']);
    expect(opened.last.sent).toEqual([{ action: 'heartbeat' }]);
  });

  it('that break once open are just lost', async () => {
    await connect();
    opened.open().events.closed();

    expect(told).toEqual(['opened', 'closed']);
    expect(opened.all).toHaveLength(1);
  });

  it('renew a token that alone is refused, and ask to sign in when that does not help', async () => {
    await isRefused();
    expect(told).toEqual(['closed']);
    expect(opened.last.closed).toBe(true);
    expect(connections.signInNeeded.value).toBe(false);
    await isRefused();

    expect(tokens).toEqual(['token', undefined, 'token 1', undefined]);
    expect(connections.signInNeeded.value).toBe(true);
  });

  it('go on with who signs in again', async () => {
    await isRefused();
    await isRefused();
    connections.signedIn({ token: () => Promise.resolve('another') });
    expect(connections.signInNeeded.value).toBe(false);
    await connect();

    expect(tokens.at(-1)).toBe('another');
  });

  it('go on by themselves when it was the server’s fault', async () => {
    await isRefused();
    await isRefused();
    await connect();
    opened.open();

    expect(connections.signInNeeded.value).toBe(false);
    expect(renewals).toBe(1);
  });

  it('blame no token for a server that nobody reaches', async () => {
    for (let i = 0; i < 5; i++) {
      await connect();
      opened.last.events.closed();
      opened.last.events.closed();
    }

    expect(told).toEqual(Array(5).fill('closed'));
    expect(connections.signInNeeded.value).toBe(false);
    expect(renewals).toBe(0);
  });

  it('ask to sign in when a token can’t be renewed, not when that can’t be told', async () => {
    token = () => Promise.reject(new Error('no network'));
    await connect();
    expect(told).toEqual(['closed']);
    expect(connections.signInNeeded.value).toBe(false);
    token = () => Promise.reject(new SignInNeeded());
    await connect();

    expect(told).toEqual(['closed', 'closed']);
    expect(connections.signInNeeded.value).toBe(true);
  });

  it('are not opened once they are not wanted', async () => {
    const connection = connections.connect({ opened: () => told.push('opened'), received: () => 0, closed: () => 0 });
    connection.close();
    await settled();

    expect(tokens).toEqual([]);
    expect(told).toEqual([]);
  });
});
