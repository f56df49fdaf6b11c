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
  let clock: SimulatedClock;
  let talk: Talk;
  /** The microphone that was opened last: what it tells. */
  let microphone: MicrophoneEvents;
  let opened: number;
  /** Which microphones there are; the first is the default one. */
  let plugged: string[];
  let level: number | undefined;
  let switchedOff: boolean[];
  /** Microphones that go away between being opened and recording. */
  let vanishing: string[];
  let givenBack: string[];

  const open: OpenMicrophone = (deviceId, events) => {
    const label = deviceId ?? plugged[0];
    if (label === undefined || !plugged.includes(label)) {
      return Promise.reject(new Error('no such microphone'));
    }
    opened++;
    microphone = events;
    return Promise.resolve({
      record: () => {
        if (vanishing.includes(label)) {
          throw new Error('gone');
        }
      },
      stop: () => givenBack.push(label),
      mute: (muted) => switchedOff.push(muted),
      level: () => level,
      label: () => label,
    });
  };
  const chunks = () => connection.sentOf('audioChunk').map((one) => [one.recording, one.data, one.last ?? false]);
  const told = () => connection.sent.map(({ action }) => action).filter((action) => /pause|resume/.test(action));

  beforeEach(async () => {
    opened = 0;
    plugged = ['Desk', 'Lapel'];
    level = 0.1;
    switchedOff = [];
    vanishing = [];
    givenBack = [];
    clock = new SimulatedClock();
    const connections = new FakeConnections();
    const create = { action: 'createSession' as const, sourceLanguage: 'en' };
    const session = SpeakerSession.begin(connections.connect, clock, create, () => undefined, {
      of: () => 0,
      set: () => undefined,
    });
    talk = new Talk(session, signal(undefined), clock, open);
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

  it('goes on when that was wanted last, whatever the server did last of what it was asked at once', async () => {
    connection.say({ type: 'sessionStatus', sessionId: 'owl-1', phase: 'LIVE' });
    talk.pause();
    microphone.stopped(false);
    talk.goOn();
    await settled();
    connection.say({ type: 'sessionResumed', sessionId: 'owl-1', phase: 'LIVE', received: [] });
    connection.say({ type: 'sessionState', sessionId: 'owl-1', phase: 'PAUSED' });
    expect(told()).toEqual(['pauseSession', 'resumeSession', 'resumeSession']);
    connection.say({ type: 'sessionResumed', sessionId: 'owl-1', phase: 'LIVE', received: [] });
    clock.pass(15_000);

    expect(told()).toHaveLength(3);
  });

  it('stays paused when that was wanted last', () => {
    talk.pause();
    microphone.stopped(false);
    connection.say({ type: 'sessionState', sessionId: 'owl-1', phase: 'PAUSED' });
    connection.say({ type: 'sessionStatus', sessionId: 'owl-1', phase: 'LIVE' });
    expect(told()).toEqual(['pauseSession', 'pauseSession']);
    connection.say({ type: 'sessionState', sessionId: 'owl-1', phase: 'PAUSED' });
    clock.pass(15_000);

    expect(told()).toHaveLength(2);
  });

  it('insists on nothing while the answer is still to come', () => {
    connection.say({ type: 'sessionStatus', sessionId: 'owl-1', phase: 'LIVE' });
    talk.pause();
    connection.say({ type: 'sessionStatus', sessionId: 'owl-1', phase: 'MUTED' });
    expect(told()).toEqual([]);
    microphone.stopped(false);
    connection.say({ type: 'sessionStatus', sessionId: 'owl-1', phase: 'LIVE' });

    expect(told()).toEqual(['pauseSession']);
    expect(connection.sentOf('muteSession')).toEqual([]);
  });

  it('has the microphone on or off as it was wanted last', () => {
    connection.say({ type: 'sessionStatus', sessionId: 'owl-1', phase: 'LIVE' });
    talk.mute(true);
    talk.mute(false);
    connection.say({ type: 'sessionState', sessionId: 'owl-1', phase: 'LIVE' });
    connection.say({ type: 'sessionState', sessionId: 'owl-1', phase: 'MUTED' });

    expect(connection.sentOf('muteSession').map(({ muted }) => muted)).toEqual([true, false, false]);
  });

  it('goes on with another microphone when the speaker chooses one, after the last words of the first', async () => {
    microphone.recorded(new Uint8Array([1]));
    talk.changeMicrophone('Lapel');
    microphone.recorded(new Uint8Array([2]));
    microphone.stopped(false);
    await settled();
    microphone.recorded(new Uint8Array([3]));

    expect(chunks()).toEqual([
      [0, 'AQ==', false],
      [0, 'Ag==', false],
      [0, '', true],
      [1, 'Aw==', false],
    ]);
    expect(told()).toEqual([]);
    expect(talk.replacedBy.value).toBeUndefined();
  });

  it('records with the one that was chosen last, also when that was while another was being opened', async () => {
    talk.changeMicrophone('Lapel');
    microphone.stopped(false);
    talk.changeMicrophone('Desk');
    await settled();
    microphone.recorded(new Uint8Array([1]));

    expect(opened).toBe(3);
    expect(chunks()).toEqual([
      [0, '', true],
      [1, 'AQ==', false],
    ]);
  });

  it('goes on with another microphone when one is unplugged, loses nothing, and says so', async () => {
    talk.changeMicrophone('Lapel');
    microphone.stopped(false);
    await settled();
    microphone.recorded(new Uint8Array([1]));
    plugged = ['Desk'];
    microphone.stopped(true);
    await settled();
    expect(talk.gone.value).toBe(true);
    clock.pass(1);
    await settled();
    microphone.recorded(new Uint8Array([2]));

    expect(talk.gone.value).toBe(false);
    expect(talk.replacedBy.value).toBe('Desk');
    expect(chunks().slice(1)).toEqual([
      [1, 'AQ==', false],
      [1, '', true],
      [2, 'Ag==', false],
    ]);
  });

  it('looks for another microphone when one goes away before it records', async () => {
    vanishing = ['Lapel'];
    talk.changeMicrophone('Lapel');
    microphone.stopped(false);
    await settled();
    expect(talk.gone.value).toBe(true);
    expect(givenBack).toEqual(['Desk', 'Lapel']);
    clock.pass(1);
    await settled();
    microphone.recorded(new Uint8Array([1]));

    expect(talk.replacedBy.value).toBe('Desk');
    expect(chunks()).toEqual([
      [0, '', true],
      [1, 'AQ==', false],
    ]);
  });

  it('pauses and ends while no microphone records', async () => {
    vanishing = ['Desk'];
    microphone.stopped(true);
    await settled();
    talk.pause();
    expect(told()).toEqual(['pauseSession']);
    talk.end();
    clock.pass(60_000);
    await settled();

    expect(talk.session.state.value).toBe('ending');
    expect(opened).toBe(2);
  });

  it('waits for a microphone as long as there is none', async () => {
    plugged = [];
    microphone.stopped(true);
    await settled();
    for (let i = 0; i < 30; i++) {
      clock.pass(2_000);
      await settled();
    }
    expect(talk.gone.value).toBe(true);
    expect(talk.session.state.value).toBe('running');
    plugged = ['Lapel'];
    clock.pass(2_000);
    await settled();

    expect(talk.gone.value).toBe(false);
    expect(talk.replacedBy.value).toBe('Lapel');
  });

  it('opens no microphone once it is closed', async () => {
    plugged = [];
    microphone.stopped(true);
    await settled();
    plugged = ['Desk'];
    talk.close();
    clock.pass(60_000);
    await settled();

    expect(opened).toBe(1);
  });

  it('switches the microphone off and on, and every later one', async () => {
    talk.mute(true);
    expect(connection.sentOf('muteSession')).toMatchObject([{ muted: true }]);
    talk.changeMicrophone('Lapel');
    microphone.stopped(false);
    await settled();
    talk.mute(false);

    expect(switchedOff).toEqual([false, true, true, false]);
  });

  it('says that a microphone is silent, not one that is switched off or can’t be measured', () => {
    level = 0;
    clock.pass(10_000);
    expect(talk.silent.value).toBe(true);
    level = undefined;
    clock.pass(10_000);
    expect(talk.silent.value).toBe(false);
    level = 0;
    talk.mute(true);
    clock.pass(10_000);
    expect(talk.silent.value).toBe(false);
  });
});
