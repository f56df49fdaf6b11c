import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeConnection, FakeConnections } from '../common/fakeConnections';
import { SimulatedClock } from '../common/simulatedClock';
import type { CreateSession } from '../protocol';
import type { MicrophoneEvents } from './microphone';
import { SpeakerSession, type TalkBegun } from './speakerSession';
import { type OpenMicrophone, Talk } from './talk';

const settled = () => new Promise<void>((done) => setImmediate(done));

describe('a talk', () => {
  let connection: FakeConnection;
  let clock: SimulatedClock;
  let talk: Talk;
  /** The microphone that was opened last: what it tells. */
  let microphone: MicrophoneEvents;
  let opened: number;
  /** Why the browser gives no microphone at all, if it does not. */
  let refusal: string | undefined;
  /** When the browser has asked whether the page may have a microphone. */
  let asked: Promise<void>;
  /** Which microphones there are; the first is the default one. */
  let plugged: string[];
  let level: number | undefined;
  let switchedOff: boolean[];
  /** Microphones that go away between being opened and recording. */
  let vanishing: string[];
  let givenBack: string[];

  const open: OpenMicrophone = (deviceId, events) => {
    const label = deviceId ?? plugged[0];
    if (refusal !== undefined || label === undefined || !plugged.includes(label)) {
      return Promise.reject(new DOMException('', refusal ?? (deviceId ? 'OverconstrainedError' : 'NotFoundError')));
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
  const begin = (begins: CreateSession | TalkBegun, muted = false) => {
    const connections = new FakeConnections();
    const session = SpeakerSession.begin(connections.connect, clock, begins, () => undefined, {
      of: () => 0,
      set: () => undefined,
    });
    talk = new Talk(session, signal(undefined), signal(muted), clock, (...what) => asked.then(() => open(...what)));
    connection = connections.open();
  };
  const chunks = () => connection.sentOf('audioChunk').map((one) => [one.recording, one.data, one.last ?? false]);
  const told = () => connection.sent.map(({ action }) => action).filter((action) => /pause|resume/.test(action));

  beforeEach(async () => {
    opened = 0;
    refusal = undefined;
    plugged = ['Desk', 'Lapel'];
    level = 0.1;
    asked = Promise.resolve();
    switchedOff = [];
    vanishing = [];
    givenBack = [];
    clock = new SimulatedClock();
    begin({ action: 'createSession', sourceLanguage: 'en' });
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
    expect(talk.missing.value).toBe('none');
    clock.pass(1);
    await settled();
    microphone.recorded(new Uint8Array([2]));

    expect(talk.missing.value).toBeUndefined();
    expect(talk.replacedBy.value).toBe('Desk');
    expect(chunks().slice(1)).toEqual([
      [1, 'AQ==', false],
      [1, '', true],
      [2, 'Ag==', false],
    ]);
  });

  it('does not speak of another microphone when the same one comes back', async () => {
    plugged = [];
    microphone.stopped(true);
    await settled();
    plugged = ['Desk'];
    clock.pass(2_000);
    await settled();

    expect(talk.missing.value).toBeUndefined();
    expect(talk.replacedBy.value).toBeUndefined();
  });

  it('looks for another microphone when one goes away before it records', async () => {
    vanishing = ['Lapel'];
    talk.changeMicrophone('Lapel');
    microphone.stopped(false);
    await settled();
    expect(talk.missing.value).toBe('none');
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
    expect(talk.missing.value).toBe('none');
    expect(talk.session.state.value).toBe('running');
    plugged = ['Lapel'];
    clock.pass(2_000);
    await settled();

    expect(talk.missing.value).toBeUndefined();
    expect(talk.replacedBy.value).toBe('Lapel');
  });

  it.each([
    ['NotAllowedError', 'denied'],
    ['NotReadableError', 'busy'],
  ])('knows of %s that the microphone is %s, and goes on when it is not any more', async (error, why) => {
    refusal = error;
    microphone.stopped(true);
    await settled();
    expect(talk.missing.value).toBe(why);
    expect(talk.recording.value).toBe(false);
    refusal = undefined;
    clock.pass(2_000);
    await settled();

    expect(talk.missing.value).toBeUndefined();
    expect(talk.recording.value).toBe(true);
  });

  it('keeps to the microphone that was chosen when the browser gives none: it did not go away', async () => {
    refusal = 'NotAllowedError';
    talk.changeMicrophone('Lapel');
    microphone.stopped(false);
    await settled();
    refusal = undefined;
    clock.pass(2_000);
    await settled();

    expect(talk.deviceId.value).toBe('Lapel');
    expect(talk.replacedBy.value).toBeUndefined();
    expect(opened).toBe(2);
  });

  it('says that the browser is to give a microphone, if that takes longer than usual', async () => {
    let allow: () => void = () => undefined;
    asked = new Promise((done) => (allow = done));
    talk.changeMicrophone('Lapel');
    microphone.stopped(false);
    clock.pass(1_000);
    expect(talk.awaited.value).toBe(false);
    clock.pass(1_000);
    expect(talk.awaited.value).toBe(true);
    allow();
    await settled();
    clock.pass(100);

    expect(talk.awaited.value).toBe(false);
  });

  it('awaits no microphone in a pause', () => {
    talk.pause();
    microphone.stopped(false);
    clock.pass(10_000);

    expect(talk.awaited.value).toBe(false);
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

  it('says anew that the microphone is switched off when a loaded page finds the talk live', async () => {
    talk.close();
    begin({ sessionId: 'owl-1', recordings: 1 }, true);
    connection.say({ type: 'sessionResumed', sessionId: 'owl-1', phase: 'LIVE', received: [] });
    await settled();

    expect(talk.muted.value).toBe(true);
    expect(connection.sentOf('muteSession')).toMatchObject([{ muted: true }]);
  });

  it('keeps a microphone switched off that was so before the page was loaded anew, also after a pause', async () => {
    talk.close();
    begin({ sessionId: 'owl-1', recordings: 1 }, true);
    connection.say({ type: 'sessionResumed', sessionId: 'owl-1', phase: 'PAUSED', received: [] });
    switchedOff = [];
    talk.goOn();
    await settled();
    connection.say({ type: 'sessionResumed', sessionId: 'owl-1', phase: 'LIVE', received: [] });

    expect(talk.muted.value).toBe(true);
    expect(switchedOff).toEqual([true]);
    expect(connection.sentOf('muteSession')).toMatchObject([{ muted: true }]);
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
