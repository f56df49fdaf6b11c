import { batch, type Signal, signal } from '@preact/signals';
import { type ApiError, type From, type MissedInterpretations, type Pass } from '../common/api';
import type { Clock } from '../common/clock';
import type { Connect } from '../common/connection';
import { Conversation } from '../common/conversation';
import type { Audio, Caption, ClientMessage, Problem, ServerMessage, SessionPhase } from '../protocol';
import { Captions, type Line } from '../common/captions';
import { Missed } from './missed';
import { type FetchSound, type Output, Player } from './player';
import type { Piece } from './playlist';
import { SpeakersClock } from './speakersClock';

/** After so long without a word from the server while somebody speaks, it is asked for a sign of life. */
const SILENCE_MILLIS = 20_000;

/** After coming back, what was missed is asked for at once, and again for what was under way then. */
const MISSED_AGAIN_MILLIS = 3_000;

/** What those who come late can hear of what was before. */
const LAST_MINUTE_MILLIS = 60_000;

/** What is missed is waited for so long before what is new is played. */
const MISSED_PATIENCE_MILLIS = 3_000;

/** Who comes back after the end asks for the last words for so long: they may still be under way. */
const LAST_WORDS_MILLIS = 10_000;

/** When nothing comes for so long after a talk has ended, nothing more will, nor the word that it is over. */
const NO_LAST_WORDS_MILLIS = 45_000;

/** Who is not let in for longer is told so, and goes on trying. */
const LONG_JOIN_MILLIS = 15_000;

/** How long it is said that something asked for can't be had. */
const NOTICE_MILLIS = 10_000;

export interface Ticket {
  sessionId: string;
  language: string;
  passcode?: string;
  /** Whether all of the text is wanted once the talk is over. */
  transcript?: boolean;
}

/** Asks for interpretations that were told before. */
export type AskMissed = (sessionId: string, language: string, from: From, pass: Pass) => Promise<MissedInterpretations>;

export type ListenState = 'joining' | 'listening' | 'over' | 'refused';

/**
 * A listener's side of a talk, whatever the network does: joins, takes its place again on a new
 * connection, asks for what was missed meanwhile, and changes languages in place.
 */
export class ListenerSession {
  readonly state = signal<ListenState>('joining');
  readonly phase = signal<SessionPhase>('WAITING');
  readonly connected: Signal<boolean>;
  readonly language: Signal<string>;
  readonly sourceLanguage = signal<string | undefined>(undefined);
  readonly lines = signal<readonly Line[]>([]);
  readonly partial = signal<Line | undefined>(undefined);
  /** What is heard now. */
  readonly playing = signal<Piece | undefined>(undefined);
  /** How fast it is heard, from 1 to 1.25. */
  readonly rate = signal(1);
  /** From the end of a sentence to the moment it begins to be heard, estimated. */
  readonly delayMillis = signal<number | undefined>(undefined);
  readonly paused = signal(false);
  readonly problem = signal<Problem | undefined>(undefined);
  /** Whether joining takes longer than anybody expects. */
  readonly joinsSlowly = signal(false);
  /** Why the last minute is not heard, if it was asked for lately: nothing was said in it, or it can't be had. */
  readonly noLastMinute = signal<'empty' | 'failed' | undefined>(undefined);

  /** Whether all that was said is there to read, and whether it was asked for in vain. */
  readonly wholeText = signal(false);
  readonly textMissing = signal(false);

  private readonly conversation: Conversation;
  private readonly player: Player<string>;
  private readonly speakersClock = new SpeakersClock();
  /** The captions of the language that is wanted, and of those that were read before. */
  private captions = new Captions();
  private readonly captionsRead = new Map<string, Captions>();
  private ticket: string | undefined;
  private latestEnd: number | undefined;
  /** The language that the server has told, and tells until it grants another. */
  private granted: string;
  /** From where a change of language is caught up, until it is. */
  private changeFrom: { latestEnd: number | undefined } | undefined;
  /** The language that the server was asked for last. */
  private asked: string | undefined;
  private readonly beganAt: number;
  private joinedAt: number | undefined;
  private overSaid = false;
  /** Whether the talk ended while there was no connection. */
  private endMissed = false;
  /** Whether the last minute is wanted and has not come. */
  private lastMinuteWanted = false;
  /** In which languages all that was said is there to read. */
  private readonly allRead = new Set<string>();
  /** Why somebody who came too late can only read, if so. */
  private tooLate: Problem | undefined;
  /** The turn of the language that somebody who came too late is about to read. */
  private reading: number | undefined;
  /** How many questions for what was missed are unanswered. */
  private asking = 0;
  /** Counts languages, so that an answer for an earlier one is known. */
  private turn = 0;

  private constructor(
    connect: Connect,
    private readonly clock: Clock,
    output: Output<string>,
    fetchSound: FetchSound<string>,
    private readonly askMissed: AskMissed,
    private readonly wants: Ticket,
  ) {
    this.beganAt = clock.now();
    this.language = signal(wants.language);
    this.granted = wants.language;
    this.player = new Player(output, fetchSound, clock, {
      playing: (piece) => this.plays(piece),
      rate: (rate) => (this.rate.value = rate),
      dropped: () => undefined,
    });
    this.conversation = new Conversation(connect, clock, {
      introduction: () => this.introduction(),
      received: (message) => this.received(message),
      refused: (problem) => this.refused(problem),
      look: () => this.look(),
    });
    this.connected = this.conversation.connected;
  }

  static join(
    connect: Connect,
    clock: Clock,
    output: Output<string>,
    fetchSound: FetchSound<string>,
    askMissed: AskMissed,
    wants: Ticket,
  ): ListenerSession {
    const session = new ListenerSession(connect, clock, output, fetchSound, askMissed, wants);
    session.conversation.open();
    return session;
  }

  /** Hears another language from now on: what is being said is begun anew in it, if it can be had. */
  changeLanguage(language: string): void {
    this.problem.value = undefined;
    if (language === this.language.value) {
      return;
    }
    if (this.tooLate || this.state.value === 'over') {
      if (this.wants.transcript) {
        this.show(language);
        void this.readInstead();
      }
      return;
    }
    this.begin(language);
    if (this.overSaid) {
      this.talkIsOver();
    } else if (this.endMissed) {
      this.askForLastWords();
    } else if (this.ticket !== undefined) {
      this.askForLanguage();
      void this.fetchMissed(this.whatIsMissed());
    }
    this.player.clear();
  }

  pause(): void {
    this.paused.value = true;
    this.player.pause();
  }

  resume(): void {
    this.paused.value = false;
    this.player.resume();
  }

  /** Hears the last minute, for those who come late; goes on from there. Until it comes, what plays is heard. */
  hearLastMinute(): void {
    this.resume();
    this.lastMinuteWanted = true;
    if ((this.ticket !== undefined || this.endMissed) && this.state.value !== 'over') {
      void this.catchUp();
    }
  }

  /** Reads all that was said, also before somebody joined. Says why not all of it could be had, if so. */
  async readAll(): Promise<ApiError | undefined> {
    const language = this.language.value;
    if (this.allRead.has(language)) {
      return undefined;
    }
    const { turn } = this;
    const why = await this.missed().since(
      () => ({ since: 0 }),
      () => turn === this.turn,
      (missed) => this.read(missed.captions),
    );
    if (turn === this.turn) {
      this.textMissing.value = why !== undefined;
      this.wholeText.value = why === undefined;
    }
    if (why === undefined && turn === this.turn) {
      this.allRead.add(language);
    }
    return why;
  }

  /** The machine woke up or the network is back. */
  wake(): void {
    this.conversation.wake();
  }

  /** The network is gone, as the browser says. */
  offline(): void {
    this.conversation.offline();
  }

  close(): void {
    this.conversation.send({ action: 'leaveSession', sessionId: this.wants.sessionId });
    this.turn++;
    this.conversation.close();
    this.player.clear();
  }

  /** Joins, or takes its place again. */
  private introduction(): ClientMessage {
    const { sessionId, passcode } = this.wants;
    if (this.ticket !== undefined) {
      return { action: 'refreshConnection', sessionId, ticket: this.ticket };
    }
    this.asked = this.language.peek();
    return { action: 'joinSession', sessionId, language: this.asked, ...(passcode ? { passcode } : {}) };
  }

  /** Goes on in a language from what plays, or else from what waits. Both are to be cleared once it is asked for. */
  private begin(language: string): void {
    const position = this.player.position();
    this.changeFrom ??= { latestEnd: position === undefined ? this.latestEnd : position - 1 };
    this.show(language);
    this.latestEnd = this.changeFrom.latestEnd;
    if (this.joinedAt !== undefined) {
      this.holdForMissed();
    }
  }

  /** From now on the words of a language are shown, those that were read before at once. */
  private show(language: string): void {
    this.turn++;
    batch(() => {
      this.captionsRead.set(this.language.value, this.captions);
      this.language.value = language;
      this.captions = this.captionsRead.get(language) ?? new Captions();
      this.captions.forgetPartial();
      this.showCaptions();
      this.delayMillis.value = undefined;
      this.noLastMinute.value = undefined;
      this.wholeText.value = this.allRead.has(language);
      this.textMissing.value = false;
    });
  }

  /** One language at a time, so that it is known which one is refused: the next one is asked for after the answer. */
  private askForLanguage(): void {
    if (!this.conversation.isAsking('changeLanguage')) {
      const { sessionId } = this.wants;
      const language = this.language.peek();
      this.asked = language;
      this.conversation.ask('changeLanguage', () => ({ action: 'changeLanguage', sessionId, language }));
    }
  }

  private look(): void {
    const speaks = this.phase.value === 'LIVE' && this.state.value === 'listening';
    if (speaks && this.conversation.silentMillis() > SILENCE_MILLIS) {
      this.conversation.probe();
    }
    const endsInSilence = this.phase.value === 'ENDED' && !this.overSaid && this.state.value === 'listening';
    if (endsInSilence && this.conversation.silentMillis() > NO_LAST_WORDS_MILLIS) {
      this.missedEnd();
    }
    this.joinsSlowly.value = this.state.value === 'joining' && this.clock.now() - this.beganAt > LONG_JOIN_MILLIS;
    this.finishWhenThrough();
  }

  private received(message: ServerMessage): void {
    switch (message.type) {
      case 'sessionJoined':
        this.joined(message);
        break;
      case 'sessionState':
      case 'sessionStatus':
        this.setPhase(message.phase);
        break;
      case 'caption':
        this.caption(message);
        break;
      case 'audio':
        this.audio(message);
        break;
      case 'skipped':
        // Nothing is waited for that was not announced: this only says how far the talk has come.
        if (message.language === this.language.value) {
          this.wasTold(message.mediaEndMillis);
        }
        break;
      case 'sessionOver':
        this.talkIsOver();
        break;
      default:
    }
  }

  private joined(message: Extract<ServerMessage, { type: 'sessionJoined' }>): void {
    const tookPlaceAgain = this.conversation.answered('refreshConnection');
    const joinedAnew = this.conversation.answered('joinSession') && this.joinedAt !== undefined;
    const changed = message.language === this.asked && this.conversation.answered('changeLanguage');
    this.conversation.introduced();
    this.ticket = message.ticket;
    this.joinedAt ??= this.clock.now();
    this.granted = message.language;
    this.sourceLanguage.value = message.sourceLanguage;
    this.state.value = 'listening';
    this.setPhase(message.phase);
    if (message.language !== this.language.value) {
      this.askForLanguage();
    } else if (changed || tookPlaceAgain || joinedAnew || this.lastMinuteWanted) {
      void this.catchUp();
    }
  }

  /** Asks for what was missed, now and a little later; before that the talk is not over. */
  private async catchUp(): Promise<void> {
    const from = this.whatIsMissed();
    const { turn } = this;
    const isLastMinute = this.lastMinuteWanted;
    const comes = ({ audio }: MissedInterpretations) => {
      if (isLastMinute && this.lastMinuteWanted) {
        this.lastMinuteComes(audio);
      }
    };
    const aLittleLater = new Promise<void>((go) => void this.clock.after(MISSED_AGAIN_MILLIS, go));
    this.asking++;
    await Promise.all([this.fetchMissed(from, true, comes), aLittleLater]);
    this.asking--;
    const failed = await this.fetchMissed(from, false, comes, turn);
    const mayAsk = this.ticket !== undefined || this.endMissed;
    if (failed && isLastMinute && this.lastMinuteWanted && mayAsk && turn === this.turn) {
      this.lastMinuteWanted = false;
      this.sayNoLastMinute('failed');
    }
  }

  /** Begins with it what is heard, once however often it was asked for. */
  private lastMinuteComes(audio: readonly Audio[]): void {
    this.lastMinuteWanted = false;
    if (audio.length === 0) {
      this.sayNoLastMinute('empty');
    } else {
      this.noLastMinute.value = undefined;
      this.player.clear();
    }
  }

  private sayNoLastMinute(why: 'empty' | 'failed'): void {
    this.noLastMinute.value = why;
    this.later(NOTICE_MILLIS, () => (this.noLastMinute.value = undefined));
  }

  /** Asks for the last words, until all that were under way must have come; then the talk is over. */
  private askForLastWords(): void {
    const from = this.whatIsMissed();
    void this.fetchMissed(from);
    this.later(MISSED_AGAIN_MILLIS, () => void this.fetchMissed(from, false));
    this.later(LAST_WORDS_MILLIS, () => {
      void this.fetchMissed(from, false);
      this.talkIsOver();
    });
  }

  /** From where on is to be asked, whenever it is. */
  private whatIsMissed(): () => From {
    if (this.lastMinuteWanted) {
      return () => ({ last: LAST_MINUTE_MILLIS });
    }
    const since = this.changeFrom ? this.changeFrom.latestEnd : this.latestEnd;
    return since === undefined ? () => ({ last: this.joinedForMillis() }) : () => ({ since });
  }

  private joinedForMillis(): number {
    return this.joinedAt === undefined ? 0 : this.clock.now() - this.joinedAt;
  }

  /** Does something later, if the same language is still wanted then. */
  private later(millis: number, call: () => void): void {
    const { turn } = this;
    this.clock.after(millis, () => {
      if (turn === this.turn && this.state.value !== 'over') {
        call();
      }
    });
  }

  /** Begins nothing new for a moment, so that what was missed comes first. Gives the number of the hold. */
  private holdForMissed(): number {
    const hold = this.player.hold();
    this.later(MISSED_PATIENCE_MILLIS, () => this.player.releaseHold(hold));
    return hold;
  }

  /**
   * @param comes called before something of it is taken
   * @param turn the language that it is asked for: once another is wanted, it is not
   */
  private async fetchMissed(
    from: () => From,
    waits = true,
    comes: (missed: MissedInterpretations) => void = () => undefined,
    turn = this.turn,
  ): Promise<ApiError | undefined> {
    const hold = waits ? this.holdForMissed() : undefined;
    this.asking++;
    const why = await this.missed().since(
      from,
      () => turn === this.turn && (this.ticket !== undefined || this.endMissed),
      (missed) => {
        comes(missed);
        missed.audio.forEach((audio) => this.take(audio));
        missed.skipped.forEach(({ mediaEndMillis }) => this.wasTold(mediaEndMillis));
        this.read(missed.captions);
        if (this.granted === this.language.value) {
          this.changeFrom = undefined;
        }
      },
    );
    this.asking--;
    if (hold !== undefined && turn === this.turn) {
      this.player.releaseHold(hold);
    }
    this.finishWhenThrough();
    return why;
  }

  /** What was told before in the language that is wanted now. */
  private missed(): Missed {
    const { sessionId, passcode } = this.wants;
    const language = this.language.value;
    return new Missed(
      (from) => this.askMissed(sessionId, language, from, { ticket: this.ticket, passcode }),
      this.clock,
    );
  }

  private read(captions: readonly Caption[]): void {
    captions.forEach((caption) => this.final(caption));
    this.showCaptions();
  }

  /** Takes words for good. In the speaker's own language there is nothing but words. */
  private final(caption: Caption): void {
    this.captions.final(lineOf(caption));
    if (caption.language === this.sourceLanguage.value) {
      this.wasTold(caption.mediaEndMillis);
    }
  }

  private wasTold(mediaEndMillis: number): void {
    this.latestEnd = Math.max(this.latestEnd ?? 0, mediaEndMillis);
  }

  private caption(caption: Caption): void {
    if (caption.language !== this.language.value) {
      return;
    }
    this.speakersClock.hear(caption.mediaEndMillis, this.clock.now());
    if (caption.partial) {
      this.captions.partialOf(lineOf(caption));
    } else {
      this.final(caption);
    }
    this.showCaptions();
  }

  private audio(audio: Audio): void {
    if (audio.language === this.language.value) {
      this.speakersClock.hear(audio.mediaEndMillis, this.clock.now());
      this.take(audio);
    }
  }

  private take(audio: Audio): void {
    const { mediaStartMillis, mediaEndMillis, durationMillis, url, text, sourceText } = audio;
    // Its caption may have been missed.
    this.captions.final({ mediaStartMillis, mediaEndMillis, text, sourceText });
    this.showCaptions();
    // What is told again may end later than before, where what comes next has begun.
    if (this.player.announce({ mediaStartMillis, mediaEndMillis, durationMillis, url }) !== 'repeated') {
      this.wasTold(mediaEndMillis);
    }
  }

  private showCaptions(): void {
    this.lines.value = this.captions.lines;
    this.partial.value = this.captions.partial;
  }

  private plays(piece: Piece | undefined): void {
    this.playing.value = piece;
    if (piece) {
      this.changeFrom = undefined;
    }
    const spokenAt = piece && this.speakersClock.spokenAt(piece.mediaEndMillis);
    if (spokenAt !== undefined) {
      this.delayMillis.value = Math.max(0, this.clock.now() - spokenAt);
    }
    this.finishWhenThrough();
  }

  private setPhase(phase: SessionPhase): void {
    if (phase !== this.phase.value && (phase === 'PAUSED' || this.phase.value === 'PAUSED')) {
      this.speakersClock.restart();
    }
    this.phase.value = phase;
  }

  /** Nothing more will be said. */
  private talkIsOver(): void {
    this.overSaid = true;
    this.phase.value = 'ENDED';
    if (this.changeFrom) {
      void this.fetchMissed(this.whatIsMissed());
    }
    this.finishWhenThrough();
  }

  /** The talk ended while there was no connection: none is needed any more for what it left behind. */
  private missedEnd(): void {
    batch(() => {
      this.phase.value = 'ENDED';
      this.connected.value = true;
    });
    this.conversation.hangUp();
    if (!this.overSaid && !this.endMissed) {
      this.endMissed = true;
      this.askForLastWords();
    }
  }

  private finishWhenThrough(): void {
    const waits = this.asking > 0 || this.reading !== undefined;
    if (this.overSaid && !waits && this.state.value === 'listening' && this.player.isThrough()) {
      batch(() => {
        this.state.value = 'over';
        this.partial.value = undefined;
      });
      this.conversation.close();
    }
  }

  /** Who comes when the talk is over reads what was said, where that is kept. */
  private comeTooLate(problem: Problem): void {
    this.tooLate = problem;
    batch(() => {
      this.phase.value = 'ENDED';
      this.state.value = 'listening';
      this.connected.value = true;
    });
    this.conversation.hangUp();
    this.overSaid = true;
    void this.readInstead();
  }

  /** Reads all in the language that is wanted now, of which nothing more is heard. */
  private async readInstead(): Promise<void> {
    const { turn } = this;
    this.reading = turn;
    const why = await this.readAll();
    if (this.reading === turn) {
      this.reading = undefined;
    }
    if (why && this.tooLate && this.state.value === 'listening' && turn === this.turn) {
      this.turnAway({ ...this.tooLate, code: why.code, message: why.message });
    } else {
      this.finishWhenThrough();
    }
  }

  private turnAway(problem: Problem): void {
    batch(() => {
      this.problem.value = problem;
      this.state.value = 'refused';
    });
    this.conversation.close();
  }

  /** A wish was refused for good. */
  private refused(problem: Problem): void {
    if (problem.action === 'refreshConnection' && problem.code !== 'SESSION_ENDED') {
      // The ticket is no longer known: joins as somebody new.
      this.ticket = undefined;
      this.conversation.introduce();
    } else if (problem.action === 'changeLanguage') {
      this.languageRefused(problem);
    } else if (this.joinedAt !== undefined && isOfLanguage(problem) && this.asked !== this.granted) {
      // It would have joined as somebody new in a language that can't be had: it does so in the one that it heard.
      if (this.language.value === this.asked) {
        this.goBackToGranted(problem);
      }
      this.conversation.introduce();
    } else if (this.joinedAt !== undefined && ['SESSION_ENDED', 'SESSION_NOT_FOUND'].includes(problem.code)) {
      this.missedEnd();
    } else if (problem.code === 'SESSION_ENDED' && this.wants.transcript) {
      this.comeTooLate(problem);
    } else if (this.ticket === undefined) {
      this.turnAway(problem);
    } else {
      this.problem.value = problem;
    }
  }

  private languageRefused(problem: Problem): void {
    if (problem.code === 'NOT_ALLOWED') {
      // The server has forgotten this connection: once it knows it again, the language is asked for again.
      this.conversation.introduce();
    } else if (this.language.value !== this.asked && problem.code !== 'SESSION_ENDED') {
      this.askForLanguage();
    } else {
      this.goBackToGranted(problem);
      void this.catchUp();
    }
  }

  /** Goes on in the language that it heard before, and says why. */
  private goBackToGranted(problem: Problem): void {
    this.begin(this.granted);
    this.player.clear();
    this.problem.value = problem;
    this.later(NOTICE_MILLIS, () => (this.problem.value = undefined));
  }
}

/** Whether a language is not offered, and nothing else is wrong. */
function isOfLanguage({ code }: Problem): boolean {
  return code === 'INVALID_FIELD' || code === 'UNSUPPORTED_LANGUAGE';
}

function lineOf({ mediaStartMillis, mediaEndMillis, text, sourceText }: Caption): Line {
  return { mediaStartMillis, mediaEndMillis, text, ...(sourceText ? { sourceText } : {}) };
}
