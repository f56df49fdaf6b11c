import { ApiError, type From, MOST_MISSED, type MissedInterpretations } from '../common/api';
import { type FakeConnection, FakeConnections } from '../common/fakeConnections';
import type { Connect } from '../common/connection';
import { SimulatedClock } from '../common/simulatedClock';
import type { Audio, Caption, ClientMessage, ProblemCode, ServerMessage, SessionPhase } from '../protocol';
import { ListenerSession } from './listenerSession';
import { SimulatedEars, type Sounds } from './simulatedEars';

const SESSION = { sessionId: 'owl-1' };
export const LANGUAGES = ['es', 'ca', 'gl'] as const;
export type Language = (typeof LANGUAGES)[number];

/** How something goes that is asked over HTTP: it comes, fails for good, fails for the moment, or never does either. */
export interface Answer {
  how: 'comes' | 'fails' | 'UNAVAILABLE' | 'RATE_LIMITED' | 'never';
  millis: number;
}

/** What a listener can't choose. What goes in several ways goes in one after the other, over and over. */
export interface Circumstances {
  /** The languages that can be had. */
  offered: readonly Language[];
  missed: readonly Answer[];
  sounds: readonly Answer[];
  heard: readonly Sounds[];
}

/** How a talk ends for its listeners: they are told so, or only that it is about to be, or nothing at all. */
export type End = 'told' | 'silent' | 'unseen';

/** What happened, in the order in which it did. */
export type Happening =
  | { what: 'heard'; number: number; language: string; wanted: string }
  | { what: 'dropped'; number: number; why: string }
  | { what: 'language changed' }
  | { what: 'last minute wanted' };

const LATENCY_MILLIS = 40;
const INTERPRETING_MILLIS = 1_500;
const SWAPPED_MILLIS = 1_000;
const LAST_WORDS_MILLIS = 3_000;
const PROMISES_SETTLE_EVERY_MILLIS = 100;

/**
 * A talk with its server, a network and one listener, in simulated time. The server keeps what it told in a table for
 * each language, tells nothing twice by itself, and what it tells on a connection that is gone is lost.
 */
export class SimulatedTalk {
  readonly clock = new SimulatedClock();
  readonly events: Happening[] = [];
  /** The sounds that were fetched, each a name of its own. */
  readonly fetched: string[] = [];
  readonly ears: SimulatedEars;
  readonly session: ListenerSession;

  private readonly began = this.clock.now();
  private readonly said: { mediaStartMillis: number; mediaEndMillis: number }[] = [];
  private readonly table: Audio[] = [];
  /** What is told with the next one, after it, if that comes soon. */
  private kept: Audio[] = [];
  private phase: SessionPhase = 'LIVE';

  private network = true;
  private readonly connections = new FakeConnections();
  private readonly reached = new Set<FakeConnection>();
  /** The languages of those that the server knows, and of those that may come back. */
  private readonly listeners = new Map<FakeConnection, string>();
  private readonly tickets = new Map<string, string>();
  private ticketsGiven = 0;
  private readonly connectionOf = new Map<string, FakeConnection>();

  private constructor(private readonly circumstances: Circumstances) {
    const missed = inTurn(circumstances.missed);
    const sounds = inTurn(circumstances.sounds);
    const goes = inTurn(circumstances.heard);
    this.ears = new SimulatedEars(
      this.clock,
      (sound) => {
        this.begins(sound);
        return goes();
      },
      (sound) => this.lengthOf(numberOf(sound)),
    );
    this.session = ListenerSession.join(
      this.connect,
      this.clock,
      this.ears,
      (url, signal) => this.fetchSound(url, signal, sounds()),
      (_, language, from) => this.tellMissed(language, from, missed()),
      { ...SESSION, language: 'es', transcript: true },
    );
    const events = this.session['player']['events'];
    events.dropped = ({ url }, why) => this.events.push({ what: 'dropped', number: numberOf(url), why });
    this.session.language.subscribe(() => this.events.push({ what: 'language changed' }));
  }

  /** A talk that a listener has joined. */
  static async joined(circumstances: Circumstances): Promise<SimulatedTalk> {
    const talk = new SimulatedTalk(circumstances);
    await talk.pass(1_000);
    return talk;
  }

  /** Lets time pass; whatever comes meanwhile is taken. */
  async pass(millis: number): Promise<void> {
    const until = this.clock.now() + millis;
    do {
      this.clock.pass(Math.min(PROMISES_SETTLE_EVERY_MILLIS, until - this.clock.now()));
      await new Promise<void>((done) => setImmediate(done));
    } while (this.clock.now() < until);
  }

  /** What was said, in its order. */
  get numbersSaid(): number[] {
    return [...this.said.keys()];
  }

  /** The speaker says something after a silence. @param swapped whether it is told only after the next one */
  async say(silentMillis: number, millis: number, swapped: boolean): Promise<void> {
    await this.pass(silentMillis + millis);
    if (this.phase === 'LIVE') {
      const mediaEndMillis = this.clock.now() - this.began;
      const utterance = { mediaStartMillis: mediaEndMillis - millis, mediaEndMillis };
      const number = this.said.push(utterance) - 1;
      this.clock.after(INTERPRETING_MILLIS, () => this.interpreted(number, 0, swapped));
    }
  }

  /** The system says something again, perhaps with other borders. */
  async sayAgain(ago: number, movedMillis: number): Promise<void> {
    const number = this.said.length - 1 - ago;
    if (number >= 0) {
      this.clock.after(INTERPRETING_MILLIS, () => this.interpreted(number, movedMillis, false));
    }
    await this.pass(0);
  }

  async speakerPauses(): Promise<void> {
    await this.turnsTo('LIVE', 'PAUSED');
  }

  async speakerGoesOn(): Promise<void> {
    await this.turnsTo('PAUSED', 'LIVE');
  }

  async end(how: End): Promise<void> {
    if (this.phase !== 'ENDED') {
      this.phase = 'ENDED';
      if (how === 'unseen') {
        await this.networkGoes(false);
      } else {
        this.tellAll({ type: 'sessionState', ...SESSION, phase: 'ENDED' });
      }
      if (how === 'told') {
        this.clock.after(LAST_WORDS_MILLIS, () =>
          this.tellAll({ type: 'sessionOver', ...SESSION, mediaMillis: this.clock.now() - this.began, gaps: 0 }),
        );
      }
    }
  }

  /** @param silently whether nobody notices by itself */
  async networkGoes(silently: boolean): Promise<void> {
    this.network = false;
    const gone = [...this.reached];
    this.reached.clear();
    if (!silently) {
      gone.filter((one) => !one.closed).forEach((one) => one.events.closed());
    }
    await this.pass(0);
  }

  async networkComes(): Promise<void> {
    this.network = true;
    await this.pass(0);
  }

  /** The server no longer knows who is connected, nor perhaps who was. */
  async serverForgets(tickets: boolean): Promise<void> {
    this.listeners.clear();
    if (tickets) {
      this.tickets.clear();
    }
    await this.pass(0);
  }

  async changeLanguage(language: Language): Promise<void> {
    this.session.changeLanguage(language);
    await this.pass(0);
  }

  async hearLastMinute(): Promise<void> {
    this.events.push({ what: 'last minute wanted' });
    this.session.hearLastMinute();
    await this.pass(0);
  }

  async pause(): Promise<void> {
    this.session.pause();
    await this.pass(0);
  }

  async resume(): Promise<void> {
    this.session.resume();
    await this.pass(0);
  }

  private begins(sound: string): void {
    const language = sound.split('/')[0] ?? '';
    this.events.push({ what: 'heard', number: numberOf(sound), language, wanted: this.session.language.peek() });
  }

  private lengthOf(number: number): number {
    const said = this.said[number];
    return said ? said.mediaEndMillis - said.mediaStartMillis : 0;
  }

  private async turnsTo(from: SessionPhase, to: SessionPhase): Promise<void> {
    if (this.phase === from) {
      this.phase = to;
      this.tellAll({ type: 'sessionState', ...SESSION, phase: to });
    }
    await this.pass(0);
  }

  /** Is there to be asked for, and told. */
  private interpreted(number: number, movedMillis: number, swapped: boolean): void {
    const said = this.said[number];
    if (said) {
      const told = LANGUAGES.map((language) => interpretation(language, number, said, movedMillis));
      this.table.push(...told);
      this.table.sort((one, other) => one.mediaStartMillis - other.mediaStartMillis);
      if (swapped) {
        this.kept.push(...told);
        this.clock.after(SWAPPED_MILLIS, () => this.tellInterpretations([]));
      } else {
        this.tellInterpretations(told);
      }
    }
  }

  private tellInterpretations(told: Audio[]): void {
    [...told, ...this.kept].forEach((audio) => this.tellAll(audio));
    this.kept = [];
  }

  private tellAll(message: ServerMessage): void {
    for (const [connection, language] of this.listeners) {
      if (message.type !== 'audio' || message.language === language) {
        this.tell(connection, message);
      }
    }
  }

  private tell(connection: FakeConnection, message: ServerMessage): void {
    this.clock.after(LATENCY_MILLIS, () => {
      if (this.reached.has(connection)) {
        connection.say(message);
      }
    });
  }

  private readonly connect: Connect = (events) => {
    this.connections.connect(events);
    const connection = this.connections.last;
    this.clock.after(LATENCY_MILLIS, () => {
      if (this.network && !connection.closed) {
        this.reached.add(connection);
        connection.events.opened();
      } else if (!connection.closed) {
        connection.events.closed();
      }
    });
    return {
      send: (message) => {
        connection.send(message);
        this.clock.after(LATENCY_MILLIS, () => {
          const answer = this.reached.has(connection) ? this.answer(connection, message) : undefined;
          if (answer) {
            this.tell(connection, answer);
          }
        });
      },
      close: () => {
        connection.close();
        this.reached.delete(connection);
      },
    };
  };

  private answer(connection: FakeConnection, message: ClientMessage): ServerMessage | undefined {
    const { action } = message;
    const refused = (code: ProblemCode): ServerMessage => ({ type: 'problem', code, message: '', action });
    switch (action) {
      case 'heartbeat':
        return { type: 'heartbeatHeard', serverMillis: 0, ...(this.listeners.has(connection) ? SESSION : {}) };
      case 'joinSession':
      case 'changeLanguage': {
        if (this.phase === 'ENDED') {
          return refused('SESSION_ENDED');
        }
        if (!this.circumstances.offered.some((one) => one === message.language)) {
          return refused('INVALID_FIELD');
        }
        const may = action === 'joinSession' || this.listeners.has(connection);
        return may ? this.letIn(connection, message.language) : refused('NOT_ALLOWED');
      }
      case 'refreshConnection': {
        if (this.phase === 'ENDED') {
          return refused('SESSION_ENDED');
        }
        const language = this.listeners.get(connection) ?? this.tickets.get(message.ticket ?? '');
        return language === undefined ? refused('NOT_ALLOWED') : this.letIn(connection, language, message.ticket);
      }
      default:
        return undefined;
    }
  }

  /** @param earlier the ticket of a connection in whose place this one comes */
  private letIn(connection: FakeConnection, language: string, earlier = ''): ServerMessage {
    const before = this.connectionOf.get(earlier);
    if (before) {
      this.listeners.delete(before);
      this.tickets.delete(earlier);
    }
    const ticket = `ticket ${this.ticketsGiven++}`;
    this.listeners.set(connection, language);
    this.tickets.set(ticket, language);
    this.connectionOf.set(ticket, connection);
    return { type: 'sessionJoined', ...SESSION, language, sourceLanguage: 'en', phase: this.phase, ticket };
  }

  private tellMissed(language: string, from: From, { how, millis }: Answer): Promise<MissedInterpretations> {
    const inLanguage = this.table.filter((one) => one.language === language);
    const newest = inLanguage.at(-1)?.mediaStartMillis ?? 0;
    const since = 'since' in from ? from.since : newest - from.last;
    const audio = inLanguage.filter((one) => one.mediaStartMillis >= since).slice(0, MOST_MISSED);
    return new Promise((told, failed) => {
      if (how === 'comes') {
        this.clock.after(millis, () => {
          told({ ...SESSION, language, audio, skipped: [], captions: audio.map(captionOf) });
        });
      } else if (how !== 'never') {
        const retryAfterSeconds = how === 'RATE_LIMITED' ? Math.ceil(millis / 1_000) : undefined;
        this.clock.after(millis, () =>
          failed(new ApiError(how === 'fails' ? 'SESSION_NOT_FOUND' : how, '', retryAfterSeconds)),
        );
      }
    });
  }

  private fetchSound(url: string, signal: AbortSignal, { how, millis }: Answer): Promise<string> {
    return new Promise((got, failed) => {
      signal.addEventListener('abort', () => failed(new Error('nobody wants it')));
      if (how !== 'never') {
        this.clock.after(millis, () => {
          if (how === 'comes' && !signal.aborted) {
            const sound = `${url}/${this.fetched.length}`;
            this.fetched.push(sound);
            got(sound);
          } else {
            failed(new Error('it is gone'));
          }
        });
      }
    });
  }
}

/** An utterance in a language. Its number stands in its address. */
function interpretation(
  language: Language,
  number: number,
  { mediaStartMillis, mediaEndMillis }: { mediaStartMillis: number; mediaEndMillis: number },
  movedMillis: number,
): Audio {
  return {
    type: 'audio',
    ...SESSION,
    language,
    mediaStartMillis: Math.max(0, mediaStartMillis + movedMillis),
    mediaEndMillis: mediaEndMillis + movedMillis,
    durationMillis: mediaEndMillis - mediaStartMillis,
    url: `${language}/${number}`,
    text: `${language} ${number}`,
    sourceText: '',
  };
}

function captionOf({ language, mediaStartMillis, mediaEndMillis, text }: Audio): Caption {
  return { type: 'caption', ...SESSION, language, mediaStartMillis, mediaEndMillis, text, partial: false };
}

function numberOf(url: string): number {
  return Number(url.split('/')[1]);
}

/** Gives one after the other, over and over. */
function inTurn<T>(all: readonly T[]): () => T {
  let next = 0;
  return () => all[next++ % all.length] as T;
}
