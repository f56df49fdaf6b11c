import { beforeEach, describe, expect, it } from 'vitest';
import { type FakeConnection, FakeConnections } from '../common/fakeConnections';
import { SimulatedClock } from '../common/simulatedClock';
import type { Problem } from '../protocol';
import { watchSleep } from '../ui/network';
import { SpeakerSession, type TalkBegun } from './speakerSession';

const blob = new Uint8Array([1, 2, 3]);
const problem = (code: Problem['code'], rest: Partial<Problem>): Problem => ({
  type: 'problem',
  code,
  message: '',
  ...rest,
});

describe("a speaker's session", () => {
  let clock: SimulatedClock;
  let connections: FakeConnections;
  let remembered: (TalkBegun | undefined)[];
  let session: SpeakerSession;
  /** What all windows know. */
  let recordings: Map<string, number | undefined>;

  const begin = (
    begins: Parameters<typeof SpeakerSession.begin>[2] = { action: 'createSession', sourceLanguage: 'en' },
  ) => {
    session = SpeakerSession.begin(connections.connect, clock, begins, (talk) => remembered.push(talk), {
      of: (sessionId) => recordings.get(sessionId) ?? 0,
      set: (sessionId, count) => recordings.set(sessionId, count),
    });
  };
  const created = (): FakeConnection => {
    begin();
    const connection = connections.open();
    connection.say({ type: 'sessionCreated', sessionId: 'owl-1', sourceLanguage: 'en' });
    return connection;
  };
  const places = (connection: FakeConnection) =>
    connection.sentOf('audioChunk').map((chunk) => `${chunk.recording}/${chunk.sequence}`);

  beforeEach(() => {
    clock = new SimulatedClock();
    connections = new FakeConnections();
    remembered = [];
    recordings = new Map();
  });

  it('is created, and speaks', () => {
    const connection = created();
    session.recordingStarted();
    session.recorded(blob);

    expect(session.state.value).toBe('running');
    expect(connection.sentOf('audioChunk')).toEqual([
      { action: 'audioChunk', sessionId: 'owl-1', recording: 0, sequence: 0, speakerMillis: clock.now(), data: 'AQID' },
    ]);
    expect(remembered.at(-1)).toEqual({ sessionId: 'owl-1', recordings: 1 });
  });

  it('asks again for a session that could not be made just now', () => {
    begin();
    const connection = connections.open();
    connection.say(problem('UNAVAILABLE', { action: 'createSession' }));
    clock.pass(300);

    expect(connection.sentOf('createSession')).toHaveLength(2);
  });

  it('says so when it may not begin for long, and asks again when it may soon', () => {
    begin();
    const connection = connections.open();
    connection.say(problem('RATE_LIMITED', { action: 'createSession', retryAfterSeconds: 2 }));
    expect(session.state.value).toBe('starting');
    clock.pass(2_100);
    expect(connection.sentOf('createSession')).toHaveLength(2);
    connection.say(problem('RATE_LIMITED', { action: 'createSession', retryAfterSeconds: 3_600 }));

    expect(session.state.value).toBe('refused');
    expect(session.problem.value?.code).toBe('RATE_LIMITED');
  });

  it('is not given up for having to wait long once it runs', () => {
    created().events.closed();
    clock.pass(250);
    connections.open().say(problem('RATE_LIMITED', { action: 'refreshConnection', retryAfterSeconds: 60 }));

    expect(session.state.value).toBe('running');
  });

  it('says why it was refused', () => {
    begin();
    connections.open().say(problem('NOT_SIGNED_IN', { action: 'createSession' }));

    expect(session.state.value).toBe('refused');
    expect(session.problem.value?.code).toBe('NOT_SIGNED_IN');
  });

  it('takes over on another connection, and sends what the server does not have', () => {
    const first = created();
    session.recordingStarted();
    [1, 2, 3].forEach(() => session.recorded(blob));
    first.say({ type: 'chunkAcknowledged', sessionId: 'owl-1', recording: 0, sequence: 0 });
    first.events.closed();
    session.recorded(blob);
    clock.pass(250);
    const second = connections.open();

    expect(second.sent).toEqual([
      { action: 'refreshConnection', sessionId: 'owl-1', from: { recording: 0, sequence: 1 } },
    ]);
    second.say({
      type: 'sessionResumed',
      sessionId: 'owl-1',
      phase: 'LIVE',
      received: [{ recording: 0, first: 1, last: 1 }],
    });
    expect(places(second)).toEqual(['0/2', '0/3']);
    expect(session.lost.value).toBe(0);
  });

  it('finds out by itself that a connection is dead', () => {
    created();
    session.recordingStarted();
    for (let i = 0; i < 30; i++) {
      session.recorded(blob);
      clock.pass(250);
    }

    expect(connections.all).toHaveLength(2);
    expect(session.connected.value).toBe(false);
  });

  it('hears that it is over though the connection died after the end was taken', () => {
    const first = created();
    session.end();
    clock.pass(100);
    first.say({ type: 'sessionEnding', sessionId: 'owl-1' });
    clock.pass(26_000);
    expect(connections.all).toHaveLength(2);
    connections.open().say(problem('SESSION_ENDED', { action: 'refreshConnection' }));

    expect(session.state.value).toBe('over');
  });

  it('finds out that a connection is dead while it pauses', () => {
    const first = created();
    session.pause();
    first.say({ type: 'sessionState', sessionId: 'owl-1', phase: 'PAUSED' });
    clock.pass(66_000);
    expect(session.connected.value).toBe(false);
    connections.open().say({ type: 'sessionResumed', sessionId: 'owl-1', phase: 'PAUSED', received: [] });

    expect(session.connected.value).toBe(true);
    expect(session.phase.value).toBe('PAUSED');
  });

  it('goes on with a new recording after the page was loaded anew', () => {
    begin({ sessionId: 'owl-1', recordings: 2 });
    const connection = connections.open();
    connection.say({ type: 'sessionResumed', sessionId: 'owl-1', phase: 'LIVE', received: [] });
    session.recordingStarted();
    session.recorded(blob);

    expect(places(connection)).toEqual(['2/0']);
    expect(remembered.at(-1)).toEqual({ sessionId: 'owl-1', recordings: 3 });
  });

  it('gives no recording the number of one in another window', () => {
    const here = created();
    session.recordingStarted();
    session.recorded(blob);
    clock.pass(10_000);
    here.say(problem('NOT_ALLOWED', { action: 'audioChunk', recording: 0, sequence: 0 }));
    begin({ sessionId: 'owl-1', recordings: 1 });
    connections.open().say({ type: 'sessionResumed', sessionId: 'owl-1', phase: 'LIVE', received: [] });
    session.recordingStarted();
    begin({ sessionId: 'owl-1', recordings: 1 });
    const third = connections.open();
    third.say({ type: 'sessionResumed', sessionId: 'owl-1', phase: 'LIVE', received: [] });
    session.recordingStarted();
    session.recorded(blob);

    expect(places(third)).toEqual(['2/0']);
    expect(recordings.get('owl-1')).toBe(3);
    third.say({ type: 'sessionOver', sessionId: 'owl-1', mediaMillis: 1, gaps: 0 });
    expect(recordings.get('owl-1')).toBeUndefined();
  });

  it('says that it does not know how long a recording of another window was', () => {
    begin({ sessionId: 'owl-1', recordings: 2 });
    const connection = connections.open();
    connection.say({ type: 'sessionResumed', sessionId: 'owl-1', phase: 'LIVE', received: [] });
    session.pause();
    connection.say({ type: 'sessionState', sessionId: 'owl-1', phase: 'PAUSED' });
    recordings.set('owl-1', 3);
    session.end();

    expect(connection.sentOf('pauseSession')).toMatchObject([{ recording: -1, chunks: 0 }]);
    expect(connection.sentOf('endSession')).toMatchObject([{ recordings: 3, chunksInLast: -1 }]);
  });

  it('goes on after a closed lid, with everything said before', () => {
    const first = created();
    const stopWatching = watchSleep(() => session.wake(), clock);
    session.recordingStarted();
    session.recorded(blob);
    clock.sleep(60_000);
    clock.pass(2_000);
    session.recorded(blob);
    clock.pass(6_000);
    expect(first.closed).toBe(true);
    const second = connections.open();
    second.say({ type: 'sessionResumed', sessionId: 'owl-1', phase: 'LIVE', received: [] });
    stopWatching();

    expect(places(second)).toEqual(['0/0', '0/1']);
    expect(session.lost.value).toBe(0);
  });

  it('sends again soon what gets no answer on a connection that lives', () => {
    const connection = created();
    session.recordingStarted();
    for (let i = 0; i < 7; i++) {
      session.recorded(blob);
      clock.pass(100);
      if (i !== 2) {
        connection.say({ type: 'chunkAcknowledged', sessionId: 'owl-1', recording: 0, sequence: i });
      }
      clock.pass(150);
    }

    expect(places(connection)).toEqual(['0/0', '0/1', '0/2', '0/3', '0/4', '0/5', '0/6', '0/2']);
    expect(connections.all).toHaveLength(1);
  });

  it('keeps its connection when it is told to wait before it sends more', () => {
    const connection = created();
    session.recordingStarted();
    session.recorded(blob);
    connection.say(problem('RATE_LIMITED', { recording: 0, sequence: 0, retryAfterSeconds: 15 }));
    for (let i = 0; i < 56; i++) {
      clock.pass(250);
      session.recorded(blob);
    }
    expect(places(connection)).toEqual(['0/0']);
    expect(connections.all).toHaveLength(1);
    expect(session.needsPage()).toBe(true);
    clock.pass(1_100);

    expect(places(connection).length).toBeGreaterThan(2);
  });

  it('goes on in a page that nobody sees, whose browser lets all but the recorder wait', () => {
    created().events.closed();
    session.recordingStarted();
    clock.sleep(1_000);
    session.recorded(blob);

    expect(connections.all).toHaveLength(2);
  });

  it('says what is lost already without a connection', () => {
    created().events.closed();
    session.recordingStarted();
    session.recorded(blob);
    clock.pass(119_000);
    expect(session.lost.value).toBe(0);
    clock.pass(1_100);

    expect(session.lost.value).toBe(1);
  });

  it('gives nothing up for having slept long', () => {
    const first = created();
    session.recordingStarted();
    session.recorded(blob);
    clock.sleep(600_000);
    session.recorded(blob);
    expect(first.closed).toBe(true);
    const second = connections.open();
    second.say({
      type: 'sessionResumed',
      sessionId: 'owl-1',
      phase: 'LIVE',
      received: [{ recording: 0, first: 0, last: 0 }],
    });

    expect(places(second)).toEqual(['0/1']);
    expect(session.lost.value).toBe(0);
  });

  it.each([
    ['the server forgets it', (here: FakeConnection) => here.say({ type: 'heartbeatHeard', serverMillis: 1 })],
    [
      'its connection is lost',
      (here: FakeConnection) => {
        here.events.closed();
        clock.pass(250);
        connections.open();
      },
    ],
  ])('takes nobody’s place who has spoken since in another window when %s', (_, disturb) => {
    const here = created();
    session.recordingStarted();
    session.recordingStopped();
    session.pause();
    here.say({ type: 'sessionState', sessionId: 'owl-1', phase: 'PAUSED' });
    const first = session;
    begin(remembered.at(-1));
    const there = connections.open();
    there.say({ type: 'sessionResumed', sessionId: 'owl-1', phase: 'PAUSED', received: [] });
    session.recordingStarted();

    const introductions = () => connections.all.flatMap((one) => one.sentOf('refreshConnection'));
    disturb(here);
    clock.pass(10_000);
    expect(first.state.value).toBe('elsewhere');
    expect(introductions()).toHaveLength(1);
  });

  it('goes on here when that is wanted though another window has spoken, also without a connection', () => {
    const first = created();
    session.recordingStarted();
    first.events.closed();
    recordings.set('owl-1', 2);
    clock.pass(250);
    const second = connections.open();
    expect(session.state.value).toBe('elsewhere');
    second.events.closed();
    session.resume();
    clock.pass(250);
    const third = connections.open();
    expect(third.sentOf('refreshConnection')).toHaveLength(1);
    third.say({ type: 'sessionResumed', sessionId: 'owl-1', phase: 'LIVE', received: [] });
    session.recordingStarted();
    session.recorded(blob);

    expect(session.state.value).toBe('running');
    expect(places(third)).toEqual(['2/0']);
  });

  it('does not end a talk that goes on in another window, nor once it goes on here', () => {
    const connection = created();
    session.recordingStarted();
    session.recorded(blob);
    clock.pass(5_000);
    session.end();
    connection.say(problem('NOT_ALLOWED', { action: 'audioChunk', recording: 0, sequence: 0 }));
    expect(session.state.value).toBe('elsewhere');
    expect(remembered.at(-1)).toEqual({ sessionId: 'owl-1', recordings: 1 });
    session.resume();
    connection.say({
      type: 'sessionResumed',
      sessionId: 'owl-1',
      phase: 'LIVE',
      received: [{ recording: 0, first: 0, last: 0 }],
    });
    clock.pass(5_000);

    expect(session.state.value).toBe('running');
    expect(connection.sentOf('endSession')).toEqual([]);
  });

  it('says what was refused until something else is asked', () => {
    const connection = created();
    session.mute(true);
    connection.say(problem('INVALID_FIELD', { action: 'muteSession' }));
    expect(session.problem.value?.code).toBe('INVALID_FIELD');
    session.pause();
    expect(session.problem.value).toBeUndefined();
    connection.say(problem('NOT_ALLOWED', { action: 'pauseSession' }));

    expect(session.state.value).toBe('elsewhere');
  });

  it('is found again by who has to sign in first', () => {
    begin({ sessionId: 'owl-1', recordings: 1 });
    connections.open().say(problem('NOT_SIGNED_IN', { action: 'refreshConnection' }));

    expect(session.state.value).toBe('refused');
    expect(remembered).toEqual([]);
  });

  it('pauses after the last words, and goes on', () => {
    const connection = created();
    session.recordingStarted();
    session.recorded(blob);
    session.recordingStopped();
    session.pause();

    expect(connection.sent.slice(-2)).toMatchObject([
      { action: 'audioChunk', sequence: 1, last: true },
      { action: 'pauseSession', recording: 0, chunks: 2 },
    ]);
    connection.say({ type: 'sessionState', sessionId: 'owl-1', phase: 'PAUSED' });
    session.resume();
    connection.say({ type: 'sessionResumed', sessionId: 'owl-1', phase: 'LIVE', received: [] });
    expect(session.phase.value).toBe('LIVE');
    clock.pass(60_000);
    expect(connection.sentOf('pauseSession')).toHaveLength(1);
  });

  it('goes on after a pause also when that was wanted without a connection', () => {
    const first = created();
    session.pause();
    first.say({ type: 'sessionState', sessionId: 'owl-1', phase: 'PAUSED' });
    first.events.closed();
    session.resume();
    clock.pass(250);
    const second = connections.open();
    second.say({ type: 'sessionResumed', sessionId: 'owl-1', phase: 'PAUSED', received: [] });
    clock.pass(1_000);
    expect(second.sentOf('resumeSession')).toHaveLength(1);
    second.say({ type: 'sessionResumed', sessionId: 'owl-1', phase: 'LIVE', received: [] });
    clock.pass(60_000);

    expect(second.sentOf('resumeSession')).toHaveLength(1);
    expect(session.phase.value).toBe('LIVE');
  });

  it('ends when everything has arrived, and is over when the last words were delivered', () => {
    const connection = created();
    session.recordingStarted();
    session.recorded(blob);
    session.end();
    expect(connection.sentOf('endSession')).toEqual([]);

    connection.say({ type: 'chunkAcknowledged', sessionId: 'owl-1', recording: 0, sequence: 0 });
    clock.pass(100);
    expect(connection.sentOf('endSession')).toEqual([
      { action: 'endSession', sessionId: 'owl-1', recordings: 1, chunksInLast: 1 },
    ]);
    connection.say({ type: 'sessionEnding', sessionId: 'owl-1' });
    expect(session.state.value).toBe('ending');
    connection.say({ type: 'sessionOver', sessionId: 'owl-1', mediaMillis: 1, gaps: 0 });
    expect(session.state.value).toBe('over');
    expect(session.allDelivered.value).toBe(true);
    expect(remembered.at(-1)).toBeUndefined();
  });

  it('needs its page until the server knows of the end', () => {
    const first = created();
    session.recordingStarted();
    session.recorded(blob);
    expect(session.needsPage()).toBe(false);
    first.events.closed();
    expect(session.needsPage()).toBe(true);
    session.end();
    expect(session.needsPage()).toBe(true);
    clock.pass(250);
    const second = connections.open();
    second.say({
      type: 'sessionResumed',
      sessionId: 'owl-1',
      phase: 'LIVE',
      received: [{ recording: 0, first: 0, last: 0 }],
    });
    expect(second.sentOf('endSession')).toHaveLength(1);
    expect(session.needsPage()).toBe(true);
    second.say({ type: 'sessionEnding', sessionId: 'owl-1' });

    expect(session.needsPage()).toBe(false);
  });

  it('only ends after a reload once its end was wanted', () => {
    created().events.closed();
    session.recordingStarted();
    session.recorded(blob);
    session.end();
    const kept = remembered.at(-1);
    expect(kept).toEqual({ sessionId: 'owl-1', recordings: 1, ending: true, chunksInLast: 1 });
    begin(kept);
    const states: string[] = [];
    session.state.subscribe((state) => states.push(state));
    const connection = connections.open();
    connection.say({ type: 'sessionResumed', sessionId: 'owl-1', phase: 'LIVE', received: [] });

    expect(connection.sent).toEqual([
      { action: 'refreshConnection', sessionId: 'owl-1' },
      { action: 'endSession', sessionId: 'owl-1', recordings: 1, chunksInLast: 1 },
    ]);
    expect(states).toEqual(['ending']);
    expect(remembered.at(-1)).toEqual(kept);
  });

  it('knows after a reload while it ended that something was lost with the page', () => {
    created().events.closed();
    session.recordingStarted();
    session.recorded(blob);
    session.recorded(blob);
    session.end();
    session.leave();
    begin(remembered.at(-1));
    const connection = connections.open();
    connection.say({ type: 'sessionResumed', sessionId: 'owl-1', phase: 'LIVE', received: [] });
    expect(session.lost.value).toBe(2);
    // The server is told how much there was: it knows what it never got.
    expect(connection.sentOf('endSession')).toMatchObject([{ recordings: 1, chunksInLast: 2 }]);
    connection.say({ type: 'sessionOver', sessionId: 'owl-1', mediaMillis: 1, gaps: 0 });

    expect(session.allDelivered.value).toBe(false);
  });

  it('loses nothing by a reload when everything has left the page', () => {
    created();
    session.recordingStarted();
    session.recorded(blob);
    session.leave();

    expect(remembered.at(-1)).toEqual({ sessionId: 'owl-1', recordings: 1 });
  });

  it('remembers nothing of a talk that is over when its page goes', () => {
    created().say({ type: 'sessionOver', sessionId: 'owl-1', mediaMillis: 1, gaps: 0 });
    session.leave();

    expect(remembered.at(-1)).toBeUndefined();
  });

  it('says that the server never got something, as it told last, when nobody is left to say so', () => {
    const first = created();
    const pipeline = { recognisedMillis: 1, lastWords: '', delayMillis: 1, gaps: 1 };
    first.say({ type: 'sessionStatus', sessionId: 'owl-1', phase: 'LIVE', pipeline });
    first.events.closed();
    clock.pass(250);
    connections.open().say(problem('SESSION_ENDED', { action: 'refreshConnection' }));

    expect(session.allDelivered.value).toBe(false);
  });

  it.each([
    ['the server never got', { type: 'sessionOver', sessionId: 'owl-1', mediaMillis: 1, gaps: 1 } as const],
    ['was still on its way', problem('SESSION_ENDED', { action: 'refreshConnection' })],
  ])('says that something %s', (_, last) => {
    const first = created();
    session.recordingStarted();
    if (last.type === 'problem') {
      session.recorded(blob);
    }
    first.events.closed();
    clock.pass(250);
    connections.open().say(last);

    expect(session.state.value).toBe('over');
    expect(session.allDelivered.value).toBe(false);
  });

  it('is silent when another page has taken over, until it is asked to go on here', () => {
    const connection = created();
    session.recordingStarted();
    clock.pass(10_000);
    session.recorded(blob);
    connection.say(problem('NOT_ALLOWED', { action: 'audioChunk', recording: 0, sequence: 0 }));
    expect(session.state.value).toBe('elsewhere');
    session.recorded(blob);
    expect(places(connection)).toEqual(['0/0']);
    clock.pass(30_000);
    expect(connections.all).toHaveLength(1);

    session.resume();
    expect(connection.sentOf('resumeSession')).toHaveLength(1);
  });

  it('knows who listens and what was recognised', () => {
    const connection = created();
    connection.say({ type: 'sessionStatus', sessionId: 'owl-1', phase: 'LIVE', listeners: { es: 2 } });
    const caption = {
      type: 'caption' as const,
      sessionId: 'owl-1',
      language: 'en',
      mediaStartMillis: 0,
      mediaEndMillis: 900,
    };
    connection.say({ ...caption, text: 'good', partial: true });
    expect(session.partial.value?.text).toBe('good');
    connection.say({ ...caption, text: 'Good morning.', partial: false });

    expect(session.listeners.value).toEqual({ es: 2 });
    expect(session.lines.value.map((line) => line.text)).toEqual(['Good morning.']);
  });
});
