import { beforeEach, describe, expect, it } from 'vitest';
import type { ClientMessage, Problem } from '../protocol';
import { Conversation } from './conversation';
import { type FakeConnection, FakeConnections } from './fakeConnections';
import { SimulatedClock } from './simulatedClock';

const problem = (code: Problem['code'], action: string, retryAfterSeconds?: number): Problem => ({
  type: 'problem',
  code,
  message: '',
  action,
  ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
});

describe('a conversation', () => {
  let clock: SimulatedClock;
  let connections: FakeConnections;
  let conversation: Conversation;
  let introduction: ClientMessage | undefined;
  let told: string[];
  let waits: boolean;

  const mute = () => conversation.ask('muteSession', () => ({ action: 'muteSession', sessionId: 's', muted: true }));
  const known = (): FakeConnection => {
    const connection = connections.open();
    conversation.answered('joinSession');
    conversation.introduced();
    return connection;
  };
  /** Time passes on a connection that lives. */
  const passAlive = (connection: FakeConnection, millis: number) => {
    for (let passed = 0; passed < millis; passed += 1_000) {
      clock.pass(1_000);
      connection.say({ type: 'heartbeatHeard', serverMillis: 1, sessionId: 's' });
    }
  };
  const actions = (connection: FakeConnection) => connection.sent.map(({ action }) => action);

  beforeEach(() => {
    clock = new SimulatedClock();
    connections = new FakeConnections();
    told = [];
    waits = false;
    introduction = { action: 'joinSession', sessionId: 's', language: 'es' };
    conversation = new Conversation(connections.connect, clock, {
      introduction: () => introduction,
      received: ({ type }) => told.push(type),
      refused: ({ code }) => told.push(code),
      look: () => undefined,
      waits: () => waits,
    });
    conversation.open();
  });

  it('introduces itself before it asks for anything else', () => {
    mute();
    const connection = connections.open();
    clock.pass(1_000);
    expect(actions(connection)).toEqual(['joinSession']);
    expect(conversation.isKnown()).toBe(false);

    conversation.answered('joinSession');
    conversation.introduced();
    clock.pass(100);
    expect(actions(connection)).toEqual(['joinSession', 'muteSession']);
    expect(conversation.connected.value).toBe(true);
  });

  it('asks again until it is answered, on whatever connection', () => {
    const first = known();
    mute();
    clock.pass(10_100);
    expect(first.sentOf('muteSession')).toHaveLength(2);
    first.events.closed();
    expect(conversation.connected.value).toBe(false);
    clock.pass(250);
    const second = known();
    clock.pass(100);
    expect(actions(second)).toEqual(['joinSession', 'muteSession']);

    conversation.answered('muteSession');
    clock.pass(60_000);
    expect(second.sentOf('muteSession')).toHaveLength(1);
  });

  it('asks later for what can’t be done just now, and tells what will not be done', () => {
    const connection = known();
    mute();
    connection.say(problem('UNAVAILABLE', 'muteSession'));
    clock.pass(300);
    expect(connection.sentOf('muteSession')).toHaveLength(2);
    connection.say(problem('RATE_LIMITED', 'muteSession', 60));
    passAlive(connection, 59_000);
    expect(connection.sentOf('muteSession')).toHaveLength(2);
    expect(told).toEqual([]);

    connection.say(problem('NOT_ALLOWED', 'muteSession'));
    clock.pass(60_000);
    expect(connection.sentOf('muteSession')).toHaveLength(2);
    expect(told).toEqual(['NOT_ALLOWED']);
  });

  it('waits long for the server once it was known, and before that only for its place', () => {
    connections.open().say(problem('RATE_LIMITED', 'joinSession', 60));
    expect(told).toEqual(['RATE_LIMITED']);

    introduction = { action: 'refreshConnection', sessionId: 's' };
    conversation.introduce();
    connections.last.say(problem('RATE_LIMITED', 'refreshConnection', 60));
    introduction = { action: 'joinSession', sessionId: 's', language: 'es' };
    conversation.introduced();
    conversation.introduce();
    connections.last.say(problem('RATE_LIMITED', 'joinSession', 60));
    expect(told).toEqual(['RATE_LIMITED']);
  });

  it('introduces itself again when the server has forgotten it', () => {
    const connection = known();
    connection.say({ type: 'heartbeatHeard', serverMillis: 1, sessionId: 's' });
    expect(actions(connection)).toEqual(['joinSession']);
    connection.say({ type: 'heartbeatHeard', serverMillis: 1 });

    expect(actions(connection)).toEqual(['joinSession', 'joinSession']);
    expect(conversation.isKnown()).toBe(false);
  });

  it('tells what was not asked for', () => {
    const connection = known();
    connection.say(problem('DAMAGED_AUDIO', 'audioChunk'));
    connection.say({ type: 'sessionLeft', sessionId: 's' });

    expect(told).toEqual(['problem', 'sessionLeft']);
  });

  it('says nothing more when it has given way, until it asks for something', () => {
    const first = known();
    mute();
    conversation.giveWay();
    introduction = undefined;
    first.events.closed();
    clock.pass(250);
    const second = connections.open();
    clock.pass(60_000);
    expect(second.sent).toEqual([]);

    mute();
    expect(actions(second)).toEqual(['muteSession']);
  });

  it('goes on at once after sleep, and gives a connection up that the browser knows is dead', () => {
    const first = known();
    conversation.offline();
    expect(first.closed).toBe(true);
    expect(conversation.connected.value).toBe(false);
    connections.last.events.closed();
    conversation.wake();

    expect(connections.all).toHaveLength(3);
  });

  it('takes another connection when one dies before it is known', () => {
    const first = connections.open();
    clock.pass(26_000);

    expect(first.sentOf('heartbeat')).toHaveLength(1);
    expect(first.closed).toBe(true);
    expect(connections.all).toHaveLength(2);
  });

  it('takes another connection when one dies on which something is asked, or is to come', () => {
    known();
    mute();
    clock.pass(26_000);
    expect(connections.all).toHaveLength(2);
    known();
    conversation.answered('muteSession');
    clock.pass(26_000);
    expect(connections.all).toHaveLength(2);
    waits = true;
    clock.pass(6_000);

    expect(connections.all).toHaveLength(3);
  });

  it('takes another connection when one dies while there is nothing to say', () => {
    const first = known();
    clock.pass(60_000);
    expect(first.sent.slice(1)).toEqual([]);
    clock.pass(6_000);

    expect(first.closed).toBe(true);
    expect(connections.all).toHaveLength(2);
  });

  it('keeps a silent connection that gives a sign of life', () => {
    const connection = known();
    for (let i = 1; i <= 3; i++) {
      clock.pass(61_000);
      connection.say({ type: 'heartbeatHeard', serverMillis: 1, sessionId: 's' });
      expect(connection.sentOf('heartbeat')).toHaveLength(i);
    }

    expect(connections.all).toHaveLength(1);
  });

  it('neither looks nor connects once closed', () => {
    const connection = known();
    mute();
    conversation.close();
    clock.pass(600_000);

    expect(connection.sentOf('muteSession')).toHaveLength(1);
    expect(connections.all).toHaveLength(1);
  });
});
