import type { Audio, Caption, Problem, ProblemCode, SessionPhase, Skipped } from '../protocol';

/** What anybody may know of a session. */
export interface SessionFacts {
  sessionId: string;
  sourceLanguage: string;
  phase: SessionPhase;
  languages: string[];
  passcodeNeeded: boolean;
  /** Whether listeners may keep the text. */
  transcript: boolean;
}

/** What can be spoken and heard. */
export interface LanguagesOffered {
  sources: string[];
  targets: { language: string; name: string; voices: string[] }[];
}

/** Which interpretations: from a media time on, or those that begin at most so long before the newest. */
export type From = { since: number } | { last: number };

/** The interpretations of a session in one language. */
export interface MissedInterpretations {
  sessionId: string;
  language: string;
  audio: Audio[];
  skipped: Skipped[];
  /** The words of everything that has some. */
  captions: Caption[];
}

/** What opens a talk that a passcode protects: who listens has a ticket, and who no longer does the passcode. */
export interface Pass {
  ticket?: string | undefined;
  passcode?: string | undefined;
}

/** So many interpretations come in one answer at most: a full one has more behind it. */
export const MOST_MISSED = 200;

const ANSWER_MILLIS = 10_000;

/** The server refused, or could not be asked: then the code is UNAVAILABLE. */
export class ApiError extends Error {
  constructor(
    readonly code: ProblemCode,
    message: string,
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }
}

/** The HTTP API. Everything fails with an ApiError. */
export class Api {
  constructor(private readonly base: URL) {}

  session(sessionId: string): Promise<SessionFacts> {
    return this.get(`sessions/${encodeURIComponent(sessionId)}`);
  }

  languages(): Promise<LanguagesOffered> {
    return this.get('languages');
  }

  missed(sessionId: string, language: string, from: From, pass: Pass): Promise<MissedInterpretations> {
    const path = `audio/${encodeURIComponent(sessionId)}/${encodeURIComponent(language)}`;
    const millis = (value: number) => Math.max(0, Math.round(value));
    const query = 'since' in from ? `since=${millis(from.since)}` : `last=${millis(from.last)}`;
    return this.get(`${path}?${query}`, {
      ...(pass.ticket ? { 'dragoman-ticket': pass.ticket } : {}),
      // A header carries nothing but ASCII: with another passcode only a ticket helps.
      ...(/^[ -~]+$/.test(pass.passcode ?? '') ? { 'dragoman-passcode': pass.passcode ?? '' } : {}),
    });
  }

  private async get<T>(path: string, headers: Record<string, string> = {}): Promise<T> {
    let answer: Response;
    try {
      answer = await fetch(new URL(path, this.base), { headers, signal: AbortSignal.timeout(ANSWER_MILLIS) });
    } catch {
      throw new ApiError('UNAVAILABLE', `${path} can't be reached`);
    }
    const body: unknown = await answer.json().catch(() => undefined);
    if (answer.ok && body !== undefined) {
      return body as T;
    }
    const problem = (body ?? {}) as Partial<Problem>;
    throw new ApiError(
      problem.code ?? (answer.status === 404 ? 'SESSION_NOT_FOUND' : 'UNAVAILABLE'),
      problem.message ?? `${path}: ${answer.status}`,
      problem.retryAfterSeconds,
    );
  }
}
