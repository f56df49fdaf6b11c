import { type ReadonlySignal, signal } from '@preact/signals';
import type { Action } from '../common/asks';
import { base64 } from '../common/base64';
import { Captions, type Line } from '../common/captions';
import type { Clock } from '../common/clock';
import type { Connect } from '../common/connection';
import { Conversation, isPassing } from '../common/conversation';
import { OVERLAP_MILLIS } from '../common/link';
import type {
  ChunkPlace,
  ClientMessage,
  CreateSession,
  PipelineStatus,
  Problem,
  ServerMessage,
  SessionPhase,
} from '../protocol';
import { ChunkBuffer } from './chunkBuffer';
import type { Chunk } from './keptChunk';

/** A connection on which nothing comes while chunks are on their way this long is dead. */
const DEAD_MILLIS = 6_000;

/** What a page has to remember so that a talk survives its reload. */
export interface TalkBegun {
  sessionId: string;
  recordings: number;
  /** Whether its end was wanted: then it is only ended. */
  ending?: boolean;
  /** How many chunks the last recording had, once its end was wanted. */
  chunksInLast?: number | undefined;
  /** How many chunks were lost, with an earlier page too. */
  lost?: number;
}

/** How many recordings each talk has had, in whatever window of this browser: none has a number twice. */
export interface CountedRecordings {
  of(sessionId: string): number;
  set(sessionId: string, recordings: number | undefined): void;
}

/** `over` when the last words were delivered, `elsewhere` when another page speaks now. */
export type TalkState = 'starting' | 'running' | 'ending' | 'over' | 'elsewhere' | 'refused';

/**
 * The speaker's side of a talk, whatever the network does: every chunk is sent until it is acknowledged,
 * and a new connection takes over where the server says that it stands. Where another window has recorded
 * since this one spoke, this one says nothing more until it is told to.
 */
export class SpeakerSession {
  readonly state = signal<TalkState>('starting');
  readonly phase = signal<SessionPhase>('WAITING');
  readonly connected: ReadonlySignal<boolean>;
  readonly sessionId = signal<string | undefined>(undefined);
  readonly listeners = signal<Readonly<Record<string, number>>>({});
  readonly pipeline = signal<PipelineStatus | undefined>(undefined);
  /** What was recognised for good, and what may still change. */
  readonly lines = signal<readonly Line[]>([]);
  readonly partial = signal<Line | undefined>(undefined);
  /** How many chunks had to be given up, with an earlier page too. */
  readonly lost = signal(0);
  /** Whether everything that was recorded arrived, as far as it is known once the talk is over. */
  readonly allDelivered = signal(true);
  /** What the server would not do. */
  readonly problem = signal<Problem | undefined>(undefined);
  /** What the server said of the audio, if it can't be used. */
  readonly audioProblem = signal<Problem | undefined>(undefined);

  private readonly conversation: Conversation;
  private readonly captions = new Captions();
  private readonly buffer: ChunkBuffer;
  /** How many chunks were lost with an earlier page. */
  private readonly lostBefore: number;
  private endWanted = false;
  /** How many recordings there were when this window last had the word. */
  private recordingsKnown = 0;

  private constructor(
    connect: Connect,
    private readonly clock: Clock,
    private readonly begins: CreateSession | TalkBegun,
    private readonly remember: (talk: TalkBegun | undefined) => void,
    private readonly counted: CountedRecordings,
  ) {
    const goesOn = 'sessionId' in begins;
    this.buffer = goesOn ? new ChunkBuffer(begins.recordings, begins.chunksInLast) : new ChunkBuffer();
    this.lostBefore = (goesOn ? begins.lost : undefined) ?? 0;
    if (goesOn) {
      this.sessionId.value = begins.sessionId;
      this.takesTheWord();
      if (begins.ending) {
        this.endWanted = true;
        this.state.value = 'ending';
      }
    }
    this.tellLost();
    this.conversation = new Conversation(connect, clock, {
      introduction: () => this.introduction(),
      received: (message) => this.received(message),
      refused: (problem) => this.refused(problem),
      look: () => this.look(),
      waits: () => this.state.value === 'ending',
    });
    this.connected = this.conversation.connected;
  }

  /**
   * Begins a talk, or goes on with one that this page began before it was loaded anew.
   *
   * @param remember told what to keep for that; undefined when the talk is over
   */
  static begin(
    connect: Connect,
    clock: Clock,
    begins: CreateSession | TalkBegun,
    remember: (talk: TalkBegun | undefined) => void,
    counted: CountedRecordings,
  ): SpeakerSession {
    const session = new SpeakerSession(connect, clock, begins, remember, counted);
    session.conversation.open();
    return session;
  }

  /** The recorder begins a recording. */
  recordingStarted(): void {
    const sessionId = this.sessionId.value ?? '';
    this.buffer.startRecording(this.counted.of(sessionId));
    this.counted.set(sessionId, this.buffer.currentRecording() + 1);
    this.takesTheWord();
    this.audioProblem.value = undefined;
    this.rememberTalk();
  }

  /** The recorder gave some bytes. */
  recorded(blob: Uint8Array): void {
    // It records also where nobody sees the page, and the browser lets everything else wait.
    this.clock.catchUp();
    this.buffer.add(blob, this.clock.now());
    this.sendChunks();
  }

  /** The recorder has stopped, and everything it gave has come. */
  recordingStopped(): void {
    this.buffer.endRecording(this.clock.now());
    this.sendChunks();
  }

  /** Says that the speaker stops for a while; the recorder has stopped already. */
  pause(): void {
    this.conversation.answered('resumeSession');
    this.ask('pauseSession', (sessionId) => ({
      action: 'pauseSession',
      sessionId,
      recording: this.buffer.chunksInLast() === undefined ? -1 : this.buffer.currentRecording(),
      chunks: this.buffer.chunksInLast() ?? 0,
    }));
  }

  /** Goes on after a pause, or in this page when another one had taken over. */
  resume(): void {
    this.conversation.answered('pauseSession');
    if (this.state.value === 'elsewhere') {
      this.takesTheWord();
      this.state.value = 'running';
    }
    this.ask('resumeSession', (sessionId) => ({ action: 'resumeSession', sessionId, ...this.from() }));
  }

  mute(muted: boolean): void {
    this.ask('muteSession', (sessionId) => ({ action: 'muteSession', sessionId, muted }));
  }

  /** Whether something was asked of the server and is not answered yet. */
  isAsking(action: Action): boolean {
    return this.conversation.isAsking(action);
  }

  /** Ends the talk as soon as everything recorded has arrived. */
  end(): void {
    this.endWanted = true;
    this.state.value = 'ending';
    this.rememberTalk();
    this.look();
  }

  /** Whether something would be lost or left undone if the page were closed now. */
  needsPage(): boolean {
    switch (this.state.value) {
      case 'running':
        return !this.connected.value || this.buffer.unsent() > 0;
      case 'ending':
        return this.endWanted || !this.buffer.isEmpty() || this.conversation.isAsking('endSession');
      default:
        return false;
    }
  }

  /** The machine woke up, the network is back, or somebody has signed in. */
  wake(): void {
    this.conversation.wake();
  }

  /** The network is gone, as the browser says. */
  offline(): void {
    this.conversation.offline();
  }

  /** Leaves everything as it is: the talk may go on in another page. */
  close(): void {
    this.conversation.close();
  }

  /** The page goes away: what has not left it is lost, should it be loaded anew. */
  leave(): void {
    if (this.state.value === 'running' || this.state.value === 'ending') {
      this.rememberTalk(this.buffer.unsent());
    }
  }

  private introduction(): ClientMessage | undefined {
    const sessionId = this.sessionId.value;
    if (sessionId !== undefined && this.counted.of(sessionId) > this.recordingsKnown) {
      // Whoever speaks in another window is not interrupted.
      this.givesWay();
    }
    if (this.state.value === 'elsewhere') {
      return undefined;
    }
    return sessionId === undefined && 'action' in this.begins
      ? this.begins
      : { action: 'refreshConnection', sessionId: sessionId ?? '', ...this.from() };
  }

  /** Asks for something in the talk, as soon as it has a name. */
  private ask(action: Action, message: (sessionId: string) => ClientMessage): void {
    this.problem.value = undefined;
    this.conversation.ask(action, () => message(this.sessionId.value ?? ''));
  }

  private from() {
    const oldest = this.buffer.oldest();
    return oldest ? { from: oldest } : {};
  }

  private look(): void {
    const now = this.clock.now();
    this.buffer.pass(now);
    if (
      this.endWanted &&
      this.buffer.isEmpty() &&
      this.sessionId.value !== undefined &&
      !this.conversation.isAsking('endSession')
    ) {
      this.endWanted = false;
      this.ask('endSession', (sessionId) => {
        const recordings = this.buffer.currentRecording() + 1;
        const all = Math.max(recordings, this.counted.of(sessionId));
        const chunksInLast = (all === recordings ? this.buffer.chunksInLast() : undefined) ?? -1;
        return { action: 'endSession', sessionId, recordings: all, chunksInLast };
      });
    }
    if (this.buffer.unansweredMillis(now) > DEAD_MILLIS && this.conversation.silentMillis() > DEAD_MILLIS) {
      this.conversation.reconnect();
    }
    this.sendChunks();
  }

  /** Sends what is due, if this connection speaks. */
  private sendChunks(): void {
    const sessionId = this.sessionId.value;
    if (this.conversation.isKnown() && sessionId !== undefined) {
      this.buffer.due(this.clock.now()).forEach((chunk) => this.conversation.send(chunkMessage(sessionId, chunk)));
    }
    this.tellLost();
  }

  private tellLost(): void {
    this.lost.value = this.lostBefore + this.buffer.lost;
  }

  private received(message: ServerMessage): void {
    switch (message.type) {
      case 'sessionCreated':
        this.conversation.answered('createSession');
        this.sessionId.value = message.sessionId;
        this.speaks();
        break;
      case 'sessionResumed':
        this.conversation.answered('refreshConnection');
        if (message.phase !== 'PAUSED') {
          // Otherwise it only says that this connection speaks: the wish to go on is still open.
          this.conversation.answered('resumeSession');
        }
        this.buffer.received(message.received);
        this.buffer.sendAllAgain();
        this.phase.value = message.phase;
        this.speaks();
        break;
      case 'sessionState':
        this.conversation.answered(message.phase === 'PAUSED' ? 'pauseSession' : 'muteSession');
        this.setPhase(message.phase);
        break;
      case 'sessionStatus':
        this.setPhase(message.phase);
        this.listeners.value = message.listeners ?? this.listeners.value;
        this.pipeline.value = message.pipeline ?? this.pipeline.value;
        break;
      case 'chunkAcknowledged':
        this.buffer.acknowledged(message);
        break;
      case 'caption':
        if (message.partial) {
          this.captions.partialOf(message);
        } else {
          this.captions.final(message);
        }
        this.lines.value = this.captions.lines;
        this.partial.value = this.captions.partial;
        break;
      case 'sessionEnding':
        this.conversation.answered('endSession');
        this.state.value = 'ending';
        break;
      case 'sessionOver':
        this.isOver(message.gaps);
        break;
      case 'problem':
        this.takeProblem(message);
        break;
      default:
    }
  }

  private setPhase(phase: SessionPhase): void {
    this.phase.value = phase;
    if (phase === 'ENDED' && this.state.value === 'running') {
      this.state.value = 'ending';
    }
  }

  /** From now on this connection speaks. */
  private speaks(): void {
    this.conversation.introduced();
    this.takesTheWord();
    if (this.state.value === 'starting') {
      this.state.value = 'running';
    }
    this.rememberTalk();
  }

  /** What other windows have recorded until now does not matter any more. */
  private takesTheWord(): void {
    this.recordingsKnown = this.counted.of(this.sessionId.value ?? '');
  }

  /** @param gaps how many stretches the server never got, as far as it said */
  private isOver(gaps = this.pipeline.value?.gaps ?? 0): void {
    this.allDelivered.value = gaps === 0 && this.lostBefore + this.buffer.undelivered() === 0;
    this.state.value = 'over';
    this.phase.value = 'ENDED';
    this.forget();
    this.close();
  }

  private takeProblem(problem: Problem): void {
    if (problem.recording !== undefined && problem.sequence !== undefined) {
      this.takeChunkProblem(problem, { recording: problem.recording, sequence: problem.sequence });
    } else if (problem.action === undefined) {
      this.audioProblem.value = problem;
    }
  }

  private takeChunkProblem(problem: Problem, place: ChunkPlace): void {
    const now = this.clock.now();
    if (problem.code === 'UNAVAILABLE') {
      this.buffer.unavailable(place, now);
    } else if (isPassing(problem)) {
      this.buffer.postponed(place, now, problem.retryAfterSeconds);
    } else if (problem.code === 'NOT_ALLOWED' && this.conversation.knownForMillis() < OVERLAP_MILLIS) {
      // Said of the connection before this one.
      this.buffer.postponed(place, now);
    } else if (problem.code === 'NOT_ALLOWED') {
      this.givesWay();
    } else if (problem.code === 'UNSUPPORTED_AUDIO') {
      this.buffer.refuseRecording(place.recording);
      this.audioProblem.value = problem;
    } else if (problem.code === 'SESSION_ENDED') {
      this.buffer.refuse(place);
      this.setPhase('ENDED');
    } else {
      this.buffer.refuse(place);
    }
  }

  /** Another connection of the same user speaks now: what is wanted there counts. */
  private givesWay(): void {
    this.endWanted = false;
    this.state.value = 'elsewhere';
    this.buffer.sendAllAgain();
    this.rememberTalk();
    this.conversation.giveWay();
  }

  /** A wish was refused for good. */
  private refused(problem: Problem): void {
    if (problem.code === 'SESSION_ENDED' || problem.code === 'SESSION_NOT_FOUND') {
      this.isOver();
    } else if (problem.action === 'createSession' || problem.action === 'refreshConnection') {
      this.problem.value = problem;
      this.state.value = 'refused';
      if (problem.code !== 'NOT_SIGNED_IN') {
        this.forget();
      }
      this.close();
    } else if (problem.code === 'NOT_ALLOWED' && ['pauseSession', 'muteSession'].includes(problem.action ?? '')) {
      this.givesWay();
    } else {
      this.problem.value = problem;
    }
  }

  /** There is nothing to go on with after a reload. */
  private forget(): void {
    this.remember(undefined);
    if (this.sessionId.value !== undefined) {
      this.counted.set(this.sessionId.value, undefined);
    }
  }

  /** @param unsent how many chunks would be lost as well if this page were gone */
  private rememberTalk(unsent = 0): void {
    if (this.sessionId.value !== undefined) {
      const lost = this.lostBefore + this.buffer.lost + this.buffer.refused + unsent;
      this.remember({
        sessionId: this.sessionId.value,
        recordings: this.buffer.currentRecording() + 1,
        ...(this.state.value === 'ending' ? { ending: true, chunksInLast: this.buffer.chunksInLast() } : {}),
        ...(lost > 0 ? { lost } : {}),
      });
    }
  }
}

function chunkMessage(sessionId: string, chunk: Chunk) {
  return {
    action: 'audioChunk' as const,
    sessionId,
    recording: chunk.recording,
    sequence: chunk.sequence,
    speakerMillis: chunk.speakerMillis,
    data: base64(chunk.bytes),
    ...(chunk.last ? { last: true } : {}),
  };
}
