import type { BrowserContext, Page, WebSocketRoute } from 'playwright-core';
import type { Caption, ClientMessage, Problem, ProblemCode, ServerMessage, SessionPhase } from '../src/protocol';

export const CODE = 'golden-eagle-427';

/** What must never stand in an address. */
export const SECRETS = { token: 'x.e30.told-to-nobody', ticket: 'ticket-told-to-nobody', passcode: 'sesame' };

export const FACTS = {
  sessionId: CODE,
  sourceLanguage: 'en',
  phase: 'LIVE' as SessionPhase,
  languages: ['en', 'es', 'ca', 'pt', 'fr', 'it', 'gl'],
  passcodeNeeded: false,
  transcript: true,
};

const OFFERED = {
  sources: ['en', 'es'],
  targets: [
    { language: 'es', name: 'Español', voices: ['Lucia', 'Sergio'] },
    { language: 'ca', name: 'Català', voices: ['Arlet'] },
  ],
};

/** What is said of a session is about this one. */
type Said = ServerMessage extends infer M ? (M extends ServerMessage ? Omit<M, 'sessionId'> : never) : never;

/** The system as a test plays it: answers what every page asks, and says what it is told to say. */
export class PlayedServer {
  facts = { ...FACTS };
  /** What it refuses, and why. */
  readonly refused: Partial<Record<ClientMessage['action'], Partial<Problem> & { code: ProblemCode }>> = {};
  /** Whether it takes no token any more, only those who come without. */
  takesNoToken = false;
  /** What it never answers. */
  readonly ignored = new Set<ClientMessage['action'] | 'facts'>();
  /** What it gives to those who ask for what they missed. */
  missed: Caption[] = [];
  /** How long what it says is to be heard really sounds. */
  soundSeconds = 1;
  readonly heard: ClientMessage[] = [];
  private sockets: WebSocketRoute[] = [];
  private refuses = false;

  static async for(context: BrowserContext): Promise<PlayedServer> {
    const server = new PlayedServer();
    await context.route(/\/sessions\/[^/]+$/, async (route) => {
      if (server.ignored.has('facts')) {
        return;
      }
      await (route.request().url().endsWith(CODE)
        ? route.fulfill({ json: server.facts })
        : route.fulfill({
            status: 404,
            json: { type: 'problem', code: 'SESSION_NOT_FOUND', message: 'no such session' },
          }));
    });
    await context.route(/\/languages$/, (route) => route.fulfill({ json: OFFERED }));
    await context.route(/\/issuer\/token/, (route) =>
      route.fulfill({ json: { access_token: SECRETS.token, expires_in: 3600 } }),
    );
    await context.route(/\/audio\/[^/]+\/[^/]+\?/, (route) =>
      route.fulfill({ json: { sessionId: CODE, language: 'es', audio: [], skipped: [], captions: server.missed } }),
    );
    await context.route(/\/sounds\//, (route) =>
      route.fulfill({ body: tone(server.soundSeconds), contentType: 'audio/wav' }),
    );
    await context.routeWebSocket(/\/ws$/, (socket) => server.take(socket));
    return server;
  }

  say(message: Said): void {
    this.sockets.forEach((socket) => socket.send(JSON.stringify({ sessionId: CODE, ...message })));
  }

  caption(mediaStartMillis: number, text: string, partial = false, language = 'es', sourceText?: string): void {
    this.say({ ...this.captionOf(mediaStartMillis, text, partial, language), ...(sourceText ? { sourceText } : {}) });
  }

  captionOf(mediaStartMillis: number, text: string, partial = false, language = 'es'): Caption {
    const mediaEndMillis = mediaStartMillis + 2_000;
    return { type: 'caption', sessionId: CODE, language, mediaStartMillis, mediaEndMillis, text, partial };
  }

  audio(mediaStartMillis: number, text: string, page: Page): void {
    this.say({
      type: 'audio',
      language: 'es',
      mediaStartMillis,
      mediaEndMillis: mediaStartMillis + 2_000,
      durationMillis: 1_000,
      url: new URL(`/sounds/${mediaStartMillis}`, page.url()).href,
      text,
      sourceText: '',
    });
  }

  /** Cuts every connection and takes no other. */
  async cut(): Promise<void> {
    this.refuses = true;
    await this.lose();
  }

  /** Cuts every connection. */
  async lose(): Promise<void> {
    await Promise.all(this.sockets.map((socket) => socket.close({ code: 4000 })));
    this.sockets = [];
  }

  mend(): void {
    this.refuses = false;
  }

  private take(socket: WebSocketRoute): void {
    if (this.refuses || (this.takesNoToken && socket.protocols().length > 1)) {
      void socket.close({ code: 4000 });
      return;
    }
    this.sockets.push(socket);
    const answer = (message: Said) => socket.send(JSON.stringify({ sessionId: CODE, ...message }));
    socket.onMessage((text) => {
      const message = JSON.parse(String(text)) as ClientMessage;
      this.heard.push(message);
      const refused = this.refused[message.action];
      if (refused || this.ignored.has(message.action)) {
        if (refused) {
          answer({ type: 'problem', message: 'refused', action: message.action, ...refused });
        }
        return;
      }
      const { phase, passcodeNeeded } = this.facts;
      switch (message.action) {
        case 'joinSession':
          if (passcodeNeeded && message.passcode !== SECRETS.passcode) {
            answer({ type: 'problem', code: 'WRONG_PASSCODE', message: 'wrong', action: message.action });
            break;
          }
          answer({
            type: 'sessionJoined',
            language: message.language,
            sourceLanguage: 'en',
            phase,
            ticket: SECRETS.ticket,
          });
          break;
        case 'changeLanguage':
          answer({
            type: 'sessionJoined',
            language: message.language,
            sourceLanguage: 'en',
            phase,
            ticket: SECRETS.ticket,
          });
          break;
        case 'createSession':
          answer({ type: 'sessionCreated', sourceLanguage: 'en' });
          break;
        case 'refreshConnection':
          answer(
            message.ticket === undefined
              ? { type: 'sessionResumed', phase, received: [] }
              : { type: 'sessionJoined', language: 'es', sourceLanguage: 'en', phase, ticket: SECRETS.ticket },
          );
          break;
        case 'resumeSession':
          answer({ type: 'sessionResumed', phase: 'LIVE', received: [] });
          break;
        case 'pauseSession':
          answer({ type: 'sessionState', phase: 'PAUSED' });
          break;
        case 'muteSession':
          answer({ type: 'sessionState', phase: message.muted ? 'MUTED' : 'LIVE' });
          break;
        case 'audioChunk':
          answer({ type: 'chunkAcknowledged', recording: message.recording ?? 0, sequence: message.sequence ?? 0 });
          break;
        case 'endSession':
          answer({ type: 'sessionEnding' });
          break;
        default:
      }
    });
  }
}

/** A second of a tone: WAV, 8 kHz, 16 bits. */
function tone(seconds: number): Buffer {
  const samples = 8_000 * seconds;
  const wave = Buffer.alloc(44 + 2 * samples);
  wave.write('RIFF', 0);
  wave.writeUInt32LE(36 + 2 * samples, 4);
  wave.write('WAVEfmt ', 8);
  wave.writeUInt32LE(16, 16);
  wave.writeUInt16LE(1, 20);
  wave.writeUInt16LE(1, 22);
  wave.writeUInt32LE(8_000, 24);
  wave.writeUInt32LE(16_000, 28);
  wave.writeUInt16LE(2, 32);
  wave.writeUInt16LE(16, 34);
  wave.write('data', 36);
  wave.writeUInt32LE(2 * samples, 40);
  for (let i = 0; i < samples; i++) {
    wave.writeInt16LE(Math.round(12_000 * Math.sin((2 * Math.PI * 440 * i) / 8_000)), 44 + 2 * i);
  }
  return wave;
}
