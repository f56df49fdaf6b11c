import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeConnection, FakeConnections } from '../common/fakeConnections';
import { SimulatedClock } from '../common/simulatedClock';
import type { MicrophoneEvents } from './microphone';
import { SpeakerSession } from './speakerSession';
import { type OpenMicrophone, Talk } from './talk';

const settled = () => new Promise<void>((done) => setImmediate(done));

describe('a talk', () => {
  let connection: FakeConnection;
  let talk: Talk;
  /** The microphone that was opened last: what it tells. */
  let microphone: MicrophoneEvents;
  let opened: number;

  const open: OpenMicrophone = (_, events) => {
    opened++;
    microphone = events;
    return Promise.resolve({ record: () => undefined, stop: () => undefined, mute: () => undefined, level: () => 0 });
  };
  const told = () => connection.sent.map(({ action }) => action).filter((action) => /pause|resume/.test(action));

  beforeEach(async () => {
    opened = 0;
    const connections = new FakeConnections();
    const create = { action: 'createSession' as const, sourceLanguage: 'en' };
    const session = SpeakerSession.begin(connections.connect, new SimulatedClock(), create, () => undefined);
    talk = new Talk(session, signal(undefined), open);
    connection = connections.open();
    connection.say({ type: 'sessionCreated', sessionId: 'owl-1', sourceLanguage: 'en' });
    await settled();
  });

  afterEach(() => talk.close());

  it('pauses when the recorder has stopped, and goes on with another recording', async () => {
    talk.pause();
    expect(told()).toEqual([]);
    microphone.stopped(false);
    expect(told()).toEqual(['pauseSession']);
    connection.say({ type: 'sessionState', sessionId: 'owl-1', phase: 'PAUSED' });
    talk.goOn();
    await settled();

    expect(told()).toEqual(['pauseSession', 'resumeSession']);
    expect(opened).toBe(2);
  });

  it('goes on though it was paused only a moment ago, and the recorder has not stopped yet', async () => {
    talk.pause();
    talk.goOn();
    microphone.stopped(false);
    await settled();

    expect(told()).toEqual([]);
    expect(opened).toBe(2);
  });

  it('pauses when that was wanted last, however fast', async () => {
    talk.pause();
    talk.goOn();
    talk.pause();
    microphone.stopped(false);
    await settled();

    expect(told()).toEqual(['pauseSession']);
    expect(opened).toBe(1);
  });
});
