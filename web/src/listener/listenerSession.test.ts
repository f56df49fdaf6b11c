import { beforeEach, describe, expect, it } from 'vitest';
import { ApiError, type From, type MissedInterpretations, type Pass } from '../common/api';
import { type FakeConnection, FakeConnections } from '../common/fakeConnections';
import { SimulatedClock } from '../common/simulatedClock';
import type { Audio, Caption, Problem } from '../protocol';
import { ListenerSession } from './listenerSession';

const audio = (mediaStartMillis: number, language = 'es'): Audio => ({
  type: 'audio',
  sessionId: 'owl-1',
  language,
  mediaStartMillis,
  mediaEndMillis: mediaStartMillis + 1_000,
  durationMillis: 1_000,
  url: `${language}/${mediaStartMillis}`,
  text: `${language} ${mediaStartMillis}`,
  sourceText: '',
});
const captionOf = ({ sessionId, language, mediaStartMillis, mediaEndMillis, text }: Audio): Caption => ({
  type: 'caption',
  sessionId,
  language,
  mediaStartMillis,
  mediaEndMillis,
  text,
  partial: false,
});
const problem = (code: Problem['code'], action: string): Problem => ({ type: 'problem', code, message: '', action });
const settled = () => new Promise<void>((done) => setImmediate(done));

describe("a listener's session", () => {
  let clock: SimulatedClock;
  let connections: FakeConnections;
  let session: ListenerSession;
  let heard: string[];
  let end: () => void;
  let asked: string[];
  let pass: Pass;
  let missed: (language: string) => Audio[];
  let answers: Promise<void>;
  /** How long it takes to fetch a sound. */
  let fetchMillis: number;

  const joined = (connection: FakeConnection, language = 'es') =>
    connection.say({
      type: 'sessionJoined',
      sessionId: 'owl-1',
      language,
      sourceLanguage: 'en',
      phase: 'LIVE',
      ticket: 't',
    });
  /** Loses its connection and opens another. */
  const comesBack = (connection: FakeConnection): FakeConnection => {
    connection.events.closed();
    clock.pass(250);
    return connections.open();
  };
  const join = (passcode?: string) => {
    const output = {
      play: (sound: string, _rate: number, done: (how: 'ended') => void) => {
        heard.push(sound);
        end = () => done('ended');
      },
      setRate: () => undefined,
      pause: () => undefined,
      resume: () => undefined,
      stop: () => undefined,
      release: () => undefined,
    };
    const askMissed = (
      sessionId: string,
      language: string,
      from: From,
      shown: Pass,
    ): Promise<MissedInterpretations> => {
      pass = shown;
      asked.push('since' in from ? `${language} since ${from.since}` : `${language} last ${from.last}`);
      const audio = missed(language);
      return answers.then(() => ({ sessionId, language, audio, skipped: [], captions: audio.map(captionOf) }));
    };
    const wants = { sessionId: 'owl-1', language: 'es', transcript: true, ...(passcode ? { passcode } : {}) };
    const fetchSound = (url: string) =>
      fetchMillis === 0
        ? Promise.resolve(url)
        : new Promise<string>((got) => void clock.after(fetchMillis, () => got(url)));
    session = ListenerSession.join(connections.connect, clock, output, fetchSound, askMissed, wants);
    return connections.open();
  };

  beforeEach(() => {
    clock = new SimulatedClock();
    connections = new FakeConnections();
    heard = [];
    asked = [];
    missed = () => [];
    answers = Promise.resolve();
    fetchMillis = 0;
  });

  it('joins with its passcode, reads and hears', async () => {
    const connection = join('sesame');
    expect(connection.sent).toEqual([
      { action: 'joinSession', sessionId: 'owl-1', language: 'es', passcode: 'sesame' },
    ]);
    joined(connection);
    connection.say(audio(0));
    await settled();

    expect(session.lines.value.map((line) => line.text)).toEqual(['es 0']);
    expect(heard).toEqual(['es/0']);
    expect(session.delayMillis.value).toBeDefined();
  });

  it('says why it may not join', () => {
    join().say(problem('WRONG_PASSCODE', 'joinSession'));

    expect(session.state.value).toBe('refused');
    expect(session.problem.value?.code).toBe('WRONG_PASSCODE');
  });

  it('takes its place again with its ticket, and hears what it missed before what is new', async () => {
    const first = join();
    joined(first);
    first.say(audio(0));
    await settled();
    end();
    first.events.closed();
    missed = () => [audio(2_000), audio(1_000)];
    clock.pass(250);
    const second = connections.open();
    expect(second.sent).toEqual([{ action: 'refreshConnection', sessionId: 'owl-1', ticket: 't' }]);
    joined(second);
    second.say(audio(3_000));
    await settled();
    end();
    end();
    end();

    expect(asked).toEqual(['es since 1000']);
    expect(heard).toEqual(['es/0', 'es/1000', 'es/2000', 'es/3000']);
    clock.pass(3_000);
    await settled();
    expect(asked).toEqual(['es since 1000', 'es since 1000']);
  });

  it('hears what it missed though it had heard nothing before', async () => {
    const first = join();
    joined(first);
    clock.pass(4_000);
    first.events.closed();
    missed = () => [audio(50_000)];
    clock.pass(250);
    joined(connections.open());
    await settled();

    expect(asked).toEqual(['es last 4250']);
    expect(heard).toEqual(['es/50000']);
  });

  it('joins anew when its ticket is no longer known', () => {
    const first = join();
    joined(first);
    first.events.closed();
    clock.pass(250);
    const second = connections.open();
    second.say(problem('NOT_ALLOWED', 'refreshConnection'));

    expect(second.sentOf('joinSession')).toHaveLength(1);
  });

  it('misses nothing that begins before the later end of what was told again', async () => {
    const first = join();
    joined(first);
    first.say(audio(0));
    first.say({ ...audio(0), mediaEndMillis: 1_200 });
    await settled();
    end();
    missed = () => [audio(1_100)];
    joined(comesBack(first));
    await settled();

    expect(asked).toEqual(['es since 1000']);
    expect(heard).toEqual(['es/0', 'es/1100']);
  });

  it('hears nothing old after it has only read for long', async () => {
    const connection = join();
    joined(connection);
    session.changeLanguage('en');
    joined(connection, 'en');
    await settled();
    clock.pass(10_000);
    connection.say(captionOf(audio(100_000, 'en')));
    asked = [];
    session.changeLanguage('es');
    joined(connection);
    await settled();
    expect(new Set(asked)).toEqual(new Set(['es since 101000']));

    asked = [];
    connection.say({
      type: 'skipped',
      sessionId: 'owl-1',
      language: 'es',
      mediaStartMillis: 102_000,
      mediaEndMillis: 103_000,
      reason: 'NO_VOICE',
    });
    joined(comesBack(connection));
    await settled();
    expect(asked).toEqual(['es since 103000']);
  });

  it('hears what it missed also when it had to join anew', async () => {
    const first = join();
    joined(first);
    first.say(audio(0));
    await settled();
    end();
    const second = comesBack(first);
    missed = () => [audio(1_000)];
    second.say(problem('NOT_ALLOWED', 'refreshConnection'));
    joined(second);
    await settled();

    expect(asked).toEqual(['es since 1000']);
    expect(heard).toEqual(['es/0', 'es/1000']);
  });

  it('that comes back after the end hears and reads the last words, also those that come late', async () => {
    const first = join();
    joined(first);
    first.say(audio(0));
    await settled();
    end();
    missed = () => [audio(1_000)];
    comesBack(first).say(problem('SESSION_ENDED', 'refreshConnection'));
    await settled();
    expect(session.phase.value).toBe('ENDED');
    expect(session.state.value).toBe('listening');
    expect(heard).toEqual(['es/0', 'es/1000']);
    end();

    missed = () => [audio(1_000), audio(2_000)];
    clock.pass(3_000);
    await settled();
    expect(heard).toEqual(['es/0', 'es/1000', 'es/2000']);
    end();
    expect(session.state.value).toBe('listening');
    missed = () => [0, 1_000, 2_000, 3_000].map((start) => audio(start));
    clock.pass(7_000);
    await settled();
    expect(session.state.value).toBe('listening');
    end();

    expect(asked).toEqual(['es since 1000', 'es since 1000', 'es since 1000']);
    expect(heard).toEqual(['es/0', 'es/1000', 'es/2000', 'es/3000']);
    expect(session.lines.value).toHaveLength(4);
    expect(session.state.value).toBe('over');
    expect(connections.all).toHaveLength(2);
  });

  it('that comes back after the end with a ticket that is no longer known is not turned away', async () => {
    const first = join('sesame');
    joined(first);
    const second = comesBack(first);
    second.say(problem('NOT_ALLOWED', 'refreshConnection'));
    missed = () => [audio(1_000)];
    second.say(problem('SESSION_ENDED', 'joinSession'));
    await settled();

    expect(session.state.value).toBe('listening');
    expect(heard).toEqual(['es/1000']);
    expect(pass).toEqual({ ticket: undefined, passcode: 'sesame' });
  });

  it('is not silenced by who wants the last minute before anything can be asked for', async () => {
    const connection = join();
    session.hearLastMinute();
    await settled();
    missed = () => [audio(1_000)];
    joined(connection);
    await settled();
    end();
    connection.say(audio(70_000));
    await settled();

    expect(asked).toEqual(['es last 60000']);
    expect(heard).toEqual(['es/1000', 'es/70000']);
  });

  it('hears what is new while the last minute does not come', async () => {
    const connection = join();
    joined(connection);
    answers = new Promise(() => undefined);
    session.hearLastMinute();
    connection.say(audio(70_000));
    comesBack(connection).say(problem('NOT_ALLOWED', 'refreshConnection'));
    clock.pass(3_000);
    await settled();

    expect(heard).toEqual(['es/70000']);
  });

  it('says that there were too many tries when it would have to wait long, and asks again when not', () => {
    const connection = join('guess');
    connection.say({ ...problem('RATE_LIMITED', 'joinSession'), retryAfterSeconds: 2 });
    expect(session.state.value).toBe('joining');
    clock.pass(2_200);
    expect(connection.sentOf('joinSession')).toHaveLength(2);
    connection.say({ ...problem('RATE_LIMITED', 'joinSession'), retryAfterSeconds: 60 });

    expect(session.state.value).toBe('refused');
    expect(session.problem.value?.code).toBe('RATE_LIMITED');
  });

  it('changes the language in the middle, and hears the sentence again that it was hearing', async () => {
    const connection = join();
    joined(connection);
    connection.say(audio(0));
    connection.say(audio(1_000));
    await settled();
    end();
    expect(heard).toEqual(['es/0', 'es/1000']);

    missed = (language) => [audio(1_000, language)];
    session.changeLanguage('ca');
    connection.say(audio(2_000, 'es'));
    expect(connection.sentOf('changeLanguage')).toEqual([
      { action: 'changeLanguage', sessionId: 'owl-1', language: 'ca' },
    ]);
    joined(connection, 'ca');
    await settled();

    expect(asked).toEqual(['ca since 999', 'ca since 999']);
    expect(heard).toEqual(['es/0', 'es/1000', 'ca/1000']);
    expect(session.lines.value.map((line) => line.text)).toEqual(['ca 1000']);
  });

  it('changes the language between two sentences, and hears those that waited in the other one', async () => {
    const connection = join();
    joined(connection);
    connection.say(audio(0));
    await settled();
    end();
    fetchMillis = 500;
    connection.say(audio(1_000));
    connection.say(audio(2_000));
    await settled();

    fetchMillis = 0;
    missed = (language) => [1_000, 2_000].map((start) => audio(start, language));
    session.changeLanguage('ca');
    joined(connection, 'ca');
    await settled();
    end();

    expect(asked).toEqual(['ca since 999', 'ca since 999']);
    expect(heard).toEqual(['es/0', 'ca/1000', 'ca/2000']);
  });

  it('changes the language twice at once, and goes on with what it was hearing', async () => {
    const connection = join();
    joined(connection);
    connection.say(audio(1_000));
    await settled();
    missed = (language) => [1_000, 2_000, 3_000].map((start) => audio(start, language));
    session.changeLanguage('ca');
    connection.say(audio(3_000, 'ca'));
    session.changeLanguage('gl');
    joined(connection, 'ca');
    joined(connection, 'gl');
    await settled();

    expect(connection.sentOf('changeLanguage').map((one) => one.language)).toEqual(['ca', 'gl']);
    expect(heard).toEqual(['es/1000', 'gl/1000']);
  });

  it('changes the language again before the first sentence in it has come, and misses none', async () => {
    const connection = join();
    joined(connection);
    connection.say(audio(1_000));
    await settled();
    fetchMillis = 500;
    missed = (language) => [1_000, 2_000].map((start) => audio(start, language));
    session.changeLanguage('ca');
    joined(connection, 'ca');
    await settled();
    fetchMillis = 0;
    session.changeLanguage('gl');
    joined(connection, 'gl');
    await settled();

    expect(new Set(asked)).toEqual(new Set(['ca since 999', 'gl since 999']));
    expect(heard).toEqual(['es/1000', 'gl/1000']);
  });

  it('asks for the language that is wanted last when an earlier one is refused', async () => {
    const connection = join();
    joined(connection);
    connection.say(audio(1_000));
    await settled();
    session.changeLanguage('ca');
    session.changeLanguage('gl');
    connection.say(problem('INVALID_FIELD', 'changeLanguage'));
    missed = (language) => [audio(1_000, language)];
    joined(connection, 'gl');
    await settled();

    expect(connection.sentOf('changeLanguage').map((one) => one.language)).toEqual(['ca', 'gl']);
    expect(session.problem.value).toBeUndefined();
    expect(heard).toEqual(['es/1000', 'gl/1000']);
  });

  it('begins nothing in another language before what was said already is there', async () => {
    const connection = join();
    joined(connection);
    connection.say(audio(1_000));
    await settled();
    missed = (language) => [audio(1_000, language)];
    session.changeLanguage('ca');
    connection.say(audio(3_000, 'ca'));
    await settled();
    joined(connection, 'ca');
    await settled();
    end();

    expect(heard).toEqual(['es/1000', 'ca/1000', 'ca/3000']);
  });

  it('hears the last words in another language also when the talk ends before it is granted', async () => {
    const connection = join();
    joined(connection);
    connection.say(audio(1_000));
    await settled();
    missed = (language) => [audio(1_000, language)];
    session.changeLanguage('ca');
    connection.say({ type: 'sessionOver', sessionId: 'owl-1', mediaMillis: 2_000, gaps: 0 });
    await settled();
    expect(session.state.value).toBe('listening');
    end();

    expect(heard).toEqual(['es/1000', 'ca/1000']);
    expect(session.state.value).toBe('over');
  });

  it('introduces itself again when the server no longer knows who asks for another language', async () => {
    const connection = join();
    joined(connection);
    session.changeLanguage('ca');
    connection.say(problem('NOT_ALLOWED', 'changeLanguage'));
    expect(connection.sentOf('refreshConnection')).toHaveLength(1);
    connection.say(problem('NOT_ALLOWED', 'refreshConnection'));
    joined(connection, 'ca');
    await settled();

    expect(connection.sentOf('joinSession').map((one) => one.language)).toEqual(['es', 'ca']);
    expect(asked).toEqual(['ca last 0', 'ca last 0']);
    expect(session.problem.value).toBeUndefined();
  });

  it('goes on in the language that it hears when another is refused, and says why', async () => {
    const connection = join();
    joined(connection);
    connection.say(audio(1_000));
    await settled();
    missed = (language) => [audio(1_000, language)];
    session.changeLanguage('ca');
    connection.say(problem('INVALID_FIELD', 'changeLanguage'));
    await settled();
    end();
    connection.say(audio(2_000));
    await settled();

    expect(session.language.value).toBe('es');
    expect(session.lines.value.map((line) => line.text)).toEqual(['es 1000', 'es 2000']);
    expect(session.problem.value?.code).toBe('INVALID_FIELD');
    expect(heard).toEqual(['es/1000', 'es/1000', 'es/2000']);
    session.changeLanguage('gl');
    expect(session.problem.value).toBeUndefined();
  });

  it('hears the last words in the language that it hears when another is wanted while they come', async () => {
    const connection = join();
    joined(connection);
    connection.say({ type: 'sessionState', sessionId: 'owl-1', phase: 'ENDED' });
    session.changeLanguage('ca');
    connection.say(problem('SESSION_ENDED', 'changeLanguage'));
    connection.say(audio(1_000));
    await settled();

    expect(session.language.value).toBe('es');
    expect(session.problem.value?.code).toBe('SESSION_ENDED');
    expect(heard).toEqual(['es/1000']);
    expect(connections.all).toHaveLength(1);
  });

  it('waits for what it missed also when it comes back a second time meanwhile', async () => {
    const first = join();
    joined(first);
    first.say(audio(0));
    await settled();
    end();
    answers = new Promise(() => undefined);
    const second = comesBack(first);
    joined(second);
    clock.pass(2_000);
    let come: () => void = () => undefined;
    answers = new Promise((resolve) => (come = resolve));
    missed = () => [audio(1_000)];
    const third = comesBack(second);
    joined(third);
    third.say(audio(2_000));
    clock.pass(1_000);
    await settled();
    expect(heard).toEqual(['es/0']);
    come();
    await settled();
    end();

    expect(heard).toEqual(['es/0', 'es/1000', 'es/2000']);
  });

  it('hears on when the last minute can not be had, and can ask for it again', async () => {
    const connection = join();
    joined(connection);
    connection.say(audio(69_000));
    connection.say(audio(70_000));
    await settled();
    answers = Promise.reject(new Error('no network'));
    session.hearLastMinute();
    await settled();
    end();
    clock.pass(3_000);
    await settled();
    expect(heard).toEqual(['es/69000', 'es/70000']);

    answers = Promise.resolve();
    missed = () => [60_000, 69_000, 70_000].map((start) => audio(start));
    session.hearLastMinute();
    await settled();
    expect(heard).toEqual(['es/69000', 'es/70000', 'es/60000']);
  });

  it('hears another language within half a second, on a network that takes a tenth of one for each answer', async () => {
    const connection = join();
    joined(connection);
    connection.say(audio(0));
    await settled();
    expect(heard).toEqual(['es/0']);
    fetchMillis = 100;
    answers = new Promise((come) => void clock.after(200, come));
    missed = (language) => [audio(0, language)];

    const changedAt = clock.now();
    session.changeLanguage('ca');
    clock.after(100, () => joined(connection, 'ca'));
    while (heard.length < 2 && clock.now() < changedAt + 2_000) {
      clock.pass(10);
      await settled();
    }

    expect(heard).toEqual(['es/0', 'ca/0']);
    expect(clock.now() - changedAt).toBeLessThanOrEqual(500);
  });

  it('hears the last minute when it came late', async () => {
    const connection = join();
    joined(connection);
    connection.say(audio(100_000));
    await settled();
    missed = () => [60_000, 100_000].map((start) => audio(start));
    session.hearLastMinute();
    await settled();
    end();
    await settled();

    expect(asked).toEqual(['es last 60000']);
    expect(heard).toEqual(['es/100000', 'es/60000', 'es/100000']);
  });

  it('misses nothing that is announced while the last minute is on its way', async () => {
    const connection = join();
    joined(connection);
    let come: () => void = () => undefined;
    answers = new Promise((resolve) => (come = resolve));
    missed = () => [audio(60_000)];
    session.hearLastMinute();
    connection.say(audio(70_000));
    come();
    await settled();
    expect(heard).toEqual(['es/60000']);
    missed = () => [60_000, 70_000].map((start) => audio(start));
    clock.pass(3_000);
    await settled();
    end();

    expect(heard).toEqual(['es/60000', 'es/70000']);
  });

  it('is over when the talk is, and the last words were heard', async () => {
    const connection = join();
    joined(connection);
    connection.say(audio(0));
    await settled();
    connection.say({ type: 'sessionOver', sessionId: 'owl-1', mediaMillis: 1_000, gaps: 0 });
    await settled();
    expect(session.state.value).toBe('listening');
    end();

    expect(session.state.value).toBe('over');
  });

  it('reads all that was said once the talk is over and it is wanted, and hears none of it', async () => {
    const connection = join();
    joined(connection);
    connection.say(audio(5_000));
    await settled();
    end();
    missed = () => [audio(1_000), audio(5_000)];
    connection.say({ type: 'sessionOver', sessionId: 'owl-1', mediaMillis: 6_000, gaps: 0 });
    expect(session.state.value).toBe('over');
    expect(asked).toEqual([]);

    expect(await session.readAll()).toBeUndefined();
    expect(await session.readAll()).toBeUndefined();
    expect(asked).toEqual(['es since 0']);
    expect(session.lines.value.map((line) => line.text)).toEqual(['es 1000', 'es 5000']);
    expect(heard).toEqual(['es/5000']);
  });

  it('that comes after the end reads all that was said', async () => {
    missed = () => [audio(1_000), audio(5_000)];
    join().say(problem('SESSION_ENDED', 'joinSession'));
    await settled();

    expect(session.state.value).toBe('over');
    expect(session.lines.value.map((line) => line.text)).toEqual(['es 1000', 'es 5000']);
    expect(heard).toEqual([]);
  });

  it('that comes after the end reads another language, also before the first one is there', async () => {
    missed = (language) => (language === 'es' ? [] : [audio(1_000, language)]);
    join().say(problem('SESSION_ENDED', 'joinSession'));
    session.changeLanguage('ca');
    await settled();
    expect(session.state.value).toBe('over');
    expect(session.lines.value.map((line) => line.text)).toEqual(['ca 1000']);

    session.changeLanguage('es');
    await settled();
    expect(session.lines.value).toEqual([]);
    expect(session.wholeText.value).toBe(true);
    expect(heard).toEqual([]);
  });

  it('that comes after the end reads another language at once while the first can not be had', async () => {
    answers = Promise.reject(new ApiError('RATE_LIMITED', '', 60));
    join().say(problem('SESSION_ENDED', 'joinSession'));
    await settled();
    answers = Promise.resolve();
    missed = (language) => [audio(1_000, language)];
    session.changeLanguage('ca');
    await settled();

    expect(session.state.value).toBe('over');
    expect(session.lines.value.map((line) => line.text)).toEqual(['ca 1000']);
  });

  it('that comes after the end without the passcode is asked for it', async () => {
    answers = Promise.reject(new ApiError('WRONG_PASSCODE', ''));
    join('guess').say(problem('SESSION_ENDED', 'joinSession'));
    await settled();

    expect(session.state.value).toBe('refused');
    expect(session.problem.value?.code).toBe('WRONG_PASSCODE');
  });

  it('is over when nobody says that the talk is', async () => {
    const connection = join();
    joined(connection);
    connection.say(audio(0));
    await settled();
    connection.say({ type: 'sessionState', sessionId: 'owl-1', phase: 'ENDED' });
    end();
    clock.pass(44_000);
    expect(asked).toEqual([]);
    clock.pass(2_000);
    await settled();
    expect(asked).toEqual(['es since 1000']);
    clock.pass(10_000);
    await settled();

    expect(session.state.value).toBe('over');
  });

  it('asks again for what it missed, after as long as it is told to wait', async () => {
    const first = join();
    joined(first);
    first.say(audio(0));
    await settled();
    end();
    answers = Promise.reject(new ApiError('RATE_LIMITED', '', 20));
    const second = comesBack(first);
    joined(second);
    await settled();
    answers = Promise.resolve();
    missed = () => [audio(1_000)];
    clock.pass(19_000);
    expect(asked).toEqual(['es since 1000']);
    clock.pass(1_000);
    await settled();

    expect(heard).toEqual(['es/0', 'es/1000']);
  });

  it('says that joining takes long, and goes on trying', () => {
    const connection = join();
    clock.pass(14_000);
    expect(session.joinsSlowly.value).toBe(false);
    clock.pass(2_000);
    expect(session.joinsSlowly.value).toBe(true);
    joined(connection);
    clock.pass(100);

    expect(session.state.value).toBe('listening');
    expect(session.joinsSlowly.value).toBe(false);
  });

  it('says so when nothing was said in the last minute', async () => {
    joined(join());
    session.pause();
    session.hearLastMinute();
    await settled();
    expect(session.noLastMinute.value).toBe('empty');
    expect(session.paused.value).toBe(false);
    clock.pass(3_000);
    await settled();
    clock.pass(10_000);

    expect(session.noLastMinute.value).toBeUndefined();
  });

  it('says when the last minute can not be had, and does not come back to it by itself', async () => {
    const first = join();
    joined(first);
    first.say(audio(100_000));
    await settled();
    answers = Promise.reject(new ApiError('NOT_ALLOWED', ''));
    session.hearLastMinute();
    await settled();
    clock.pass(3_000);
    await settled();
    expect(session.noLastMinute.value).toBe('failed');
    answers = Promise.resolve();
    asked = [];
    joined(comesBack(first));
    await settled();

    expect(asked).toEqual(['es since 101000']);
  });

  it('does not say that the last minute can not be had once it is heard', async () => {
    const connection = join();
    joined(connection);
    missed = () => [audio(60_000)];
    session.hearLastMinute();
    await settled();
    answers = Promise.reject(new ApiError('NOT_ALLOWED', ''));
    clock.pass(3_000);
    await settled();

    expect(heard).toEqual(['es/60000']);
    expect(session.noLastMinute.value).toBeUndefined();
  });

  it('still wants the last minute when the network went before it came', async () => {
    const first = join();
    joined(first);
    first.say(audio(100_000));
    await settled();
    end();
    answers = new Promise(() => undefined);
    session.hearLastMinute();
    answers = Promise.resolve();
    missed = () => [60_000, 100_000].map((start) => audio(start));
    joined(comesBack(first));
    await settled();

    expect(asked).toEqual(['es last 60000', 'es last 60000']);
    expect(heard).toEqual(['es/100000', 'es/60000']);
  });

  it('is let in again in the language that it heard, when another can not be had and its ticket is too old', async () => {
    const connection = join();
    joined(connection);
    connection.say(audio(1_000));
    await settled();
    end();
    connection.events.closed();
    session.changeLanguage('xx');
    clock.pass(250);
    const second = connections.open();
    second.say(problem('NOT_ALLOWED', 'refreshConnection'));
    second.say(problem('UNSUPPORTED_LANGUAGE', 'joinSession'));
    missed = (language) => [audio(2_000, language)];
    joined(second);
    await settled();

    expect(second.sentOf('joinSession').map((one) => one.language)).toEqual(['xx', 'es']);
    expect(session.state.value).toBe('listening');
    expect(session.language.value).toBe('es');
    expect(session.problem.value?.code).toBe('UNSUPPORTED_LANGUAGE');
    expect(heard).toEqual(['es/1000', 'es/2000']);
  });

  it('begins the last minute once, also when it comes twice', async () => {
    const first = join();
    joined(first);
    let come: () => void = () => undefined;
    answers = new Promise((resolve) => (come = resolve));
    missed = () => [60_000, 61_000].map((start) => audio(start));
    session.hearLastMinute();
    const second = comesBack(first);
    answers = Promise.resolve();
    joined(second);
    await settled();
    end();
    come();
    await settled();

    expect(heard).toEqual(['es/60000', 'es/61000']);
  });

  it('begins nothing anew with what is said after it asked for the last minute in vain', async () => {
    const connection = join();
    joined(connection);
    session.hearLastMinute();
    await settled();
    connection.say(audio(1_000));
    await settled();
    end();
    missed = () => [audio(1_000)];
    clock.pass(3_000);
    await settled();

    expect(asked).toEqual(['es last 60000', 'es last 60000']);
    expect(heard).toEqual(['es/1000']);
  });

  it('asks for what was under way before the talk is over for it', async () => {
    const first = join();
    joined(first);
    first.say(audio(0));
    await settled();
    end();
    const second = comesBack(first);
    joined(second);
    await settled();
    second.say({ type: 'sessionOver', sessionId: 'owl-1', mediaMillis: 2_000, gaps: 0 });
    missed = () => [audio(1_000)];
    clock.pass(3_000);
    await settled();
    expect(session.state.value).toBe('listening');
    end();

    expect(heard).toEqual(['es/0', 'es/1000']);
    expect(session.state.value).toBe('over');
  });

  it('is over also when a question for what was missed is never answered', async () => {
    const first = join();
    joined(first);
    answers = new Promise(() => undefined);
    const second = comesBack(first);
    joined(second);
    second.say({ type: 'sessionOver', sessionId: 'owl-1', mediaMillis: 2_000, gaps: 0 });
    for (let passed = 0; passed < 4 * 60_000; passed += 1_000) {
      clock.pass(1_000);
      await settled();
    }

    expect(session.state.value).toBe('over');
  });

  it('hears nothing more once the talk is over, but reads another language', async () => {
    const connection = join();
    joined(connection);
    connection.say({ type: 'sessionOver', sessionId: 'owl-1', mediaMillis: 2_000, gaps: 0 });
    missed = (language) => [audio(1_000, language)];
    session.hearLastMinute();
    session.changeLanguage('ca');
    await settled();

    expect(session.state.value).toBe('over');
    expect(asked).toEqual(['ca since 0']);
    expect(heard).toEqual([]);
    expect(session.lines.value.map((line) => line.text)).toEqual(['ca 1000']);
  });

  it('asks for all since it joined, however late it is answered', async () => {
    const first = join();
    joined(first);
    clock.pass(4_000);
    answers = Promise.reject(new ApiError('UNAVAILABLE', ''));
    joined(comesBack(first));
    await settled();
    answers = Promise.resolve();
    clock.pass(500);
    await settled();

    expect(asked).toEqual(['es last 4250', 'es last 4750']);
  });

  it('asks for a sign of life when it hears nothing for long', () => {
    const connection = join();
    joined(connection);
    clock.pass(26_000);

    expect(connection.sentOf('heartbeat')).toHaveLength(1);
    expect(connections.all).toHaveLength(2);
  });
});
