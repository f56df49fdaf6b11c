// Generated from the records in protocol/. Don't edit: change those, then run
//   mvn -pl protocol test -Dtest=TypeScriptTest -Ddragoman.typescript.write=true

export type ClientMessage =
  | CreateSession
  | JoinSession
  | AudioChunk
  | PauseSession
  | ResumeSession
  | MuteSession
  | EndSession
  | ChangeLanguage
  | LeaveSession
  | AskSessionStatus
  | RefreshConnection
  | Heartbeat;

export interface CreateSession {
  action: 'createSession';
  sourceLanguage: string;
  settings?: SessionSettings;
  access?: SessionAccess;
}

export interface JoinSession {
  action: 'joinSession';
  sessionId: string;
  language: string;
  passcode?: string;
}

export interface AudioChunk {
  action: 'audioChunk';
  sessionId?: string;
  recording?: number;
  sequence?: number;
  speakerMillis?: number;
  data?: string /* base64 */;
  last?: boolean;
}

export interface PauseSession {
  action: 'pauseSession';
  sessionId: string;
  recording: number;
  chunks: number;
}

export interface ResumeSession {
  action: 'resumeSession';
  sessionId: string;
  from?: ChunkPlace;
}

export interface MuteSession {
  action: 'muteSession';
  sessionId: string;
  muted: boolean;
}

export interface EndSession {
  action: 'endSession';
  sessionId: string;
  recordings: number;
  chunksInLast: number;
}

export interface ChangeLanguage {
  action: 'changeLanguage';
  sessionId: string;
  language: string;
}

export interface LeaveSession {
  action: 'leaveSession';
  sessionId: string;
}

export interface AskSessionStatus {
  action: 'sessionStatus';
  sessionId: string;
}

export interface RefreshConnection {
  action: 'refreshConnection';
  sessionId: string;
  ticket?: string;
  from?: ChunkPlace;
}

export interface Heartbeat {
  action: 'heartbeat';
}

export type ServerMessage =
  | SessionCreated
  | SessionJoined
  | SessionResumed
  | SessionState
  | SessionLeft
  | SessionStatus
  | HeartbeatHeard
  | ChunkAcknowledged
  | SessionEnding
  | SessionOver
  | Caption
  | Audio
  | Skipped
  | Problem;

export interface SessionCreated {
  type: 'sessionCreated';
  sessionId: string;
  sourceLanguage: string;
}

export interface SessionJoined {
  type: 'sessionJoined';
  sessionId: string;
  language: string;
  sourceLanguage: string;
  phase: SessionPhase;
  ticket: string;
}

export interface SessionResumed {
  type: 'sessionResumed';
  sessionId: string;
  phase: SessionPhase;
  received: ChunkRange[];
}

export interface SessionState {
  type: 'sessionState';
  sessionId: string;
  phase: SessionPhase;
}

export interface SessionLeft {
  type: 'sessionLeft';
  sessionId: string;
}

export interface SessionStatus {
  type: 'sessionStatus';
  sessionId: string;
  phase: SessionPhase;
  listeners?: Record<string, number>;
  pipeline?: PipelineStatus;
}

export interface HeartbeatHeard {
  type: 'heartbeatHeard';
  serverMillis: number;
  sessionId?: string;
}

export interface ChunkAcknowledged {
  type: 'chunkAcknowledged';
  sessionId: string;
  recording: number;
  sequence: number;
}

export interface SessionEnding {
  type: 'sessionEnding';
  sessionId: string;
}

export interface SessionOver {
  type: 'sessionOver';
  sessionId: string;
  mediaMillis: number;
  gaps: number;
}

export interface Caption {
  type: 'caption';
  sessionId: string;
  language: string;
  mediaStartMillis: number;
  mediaEndMillis: number;
  text: string;
  partial: boolean;
  sourceText?: string;
}

export interface Audio {
  type: 'audio';
  sessionId: string;
  language: string;
  mediaStartMillis: number;
  mediaEndMillis: number;
  durationMillis: number;
  url: string;
  text: string;
  sourceText: string;
}

export interface Skipped {
  type: 'skipped';
  sessionId: string;
  language: string;
  mediaStartMillis: number;
  mediaEndMillis: number;
  reason: string;
}

export interface Problem {
  type: 'problem';
  code: ProblemCode;
  message: string;
  field?: string;
  accepted?: string;
  action?: string;
  sessionId?: string;
  recording?: number;
  sequence?: number;
  retryAfterSeconds?: number;
}

export interface SessionSettings {
  transcript?: boolean;
  translatedPartials?: boolean;
  recognition?: RecognitionSettings;
  translation?: TranslationSettings;
  voices?: Record<string, string>;
}

export interface SessionAccess {
  passcode?: string;
  mostListeners?: number;
}

export interface ChunkPlace {
  recording: number;
  sequence: number;
}

export type SessionPhase =
  | 'WAITING'
  | 'LIVE'
  | 'PAUSED'
  | 'MUTED'
  | 'ENDED';

export interface ChunkRange {
  recording: number;
  first: number;
  last: number;
}

export interface PipelineStatus {
  recognisedMillis: number;
  lastWords: string;
  delayMillis: number;
  gaps: number;
}

export type ProblemCode =
  | 'MALFORMED_MESSAGE'
  | 'UNKNOWN_ACTION'
  | 'INVALID_FIELD'
  | 'SESSION_NOT_FOUND'
  | 'SESSION_ENDED'
  | 'NOT_ALLOWED'
  | 'NOT_SIGNED_IN'
  | 'WRONG_PASSCODE'
  | 'SESSION_FULL'
  | 'RATE_LIMITED'
  | 'UNSUPPORTED_LANGUAGE'
  | 'TOO_LARGE'
  | 'UNSUPPORTED_AUDIO'
  | 'RECORDING_START_MISSING'
  | 'EMPTY_RECORDING'
  | 'TRUNCATED_RECORDING'
  | 'DAMAGED_AUDIO'
  | 'UNAVAILABLE'
  | 'INTERNAL';

export interface RecognitionSettings {
  alternatives?: string[];
  vocabulary?: string;
  vocabularyFilter?: string;
  vocabularyFilterMethod?: FilterMethod;
  languageModel?: string;
}

export interface TranslationSettings {
  terminology?: string;
  formality?: Formality;
  maskProfanity?: boolean;
  brevity?: boolean;
}

export type FilterMethod =
  | 'MASK'
  | 'REMOVE'
  | 'TAG';

export type Formality =
  | 'FORMAL'
  | 'INFORMAL';

/** A chunk of more bytes is sent in pieces. */
export const MOST_CHUNK_BYTES = 24000;

/** What a language is called by its speakers, by code. */
export const LANGUAGE_NAMES: Readonly<Record<string, string>> = {
  'en': 'English',
  'es': 'Español',
  'fr': 'Français',
  'de': 'Deutsch',
  'it': 'Italiano',
  'pt': 'Português',
  'pt-BR': 'Português (Brasil)',
  'ca': 'Català',
  'gl': 'Galego',
  'eo': 'Esperanto',
  'nl': 'Nederlands',
  'pl': 'Polski',
  'sv': 'Svenska',
  'da': 'Dansk',
  'no': 'Norsk',
  'fi': 'Suomi',
  'ro': 'Română',
  'tr': 'Türkçe',
  'ru': 'Русский',
  'ar': 'العربية',
  'hi': 'हिन्दी',
  'ja': '日本語',
  'ko': '한국어',
  'zh': '中文',
};
