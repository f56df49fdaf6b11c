package dev.dragoman.job.transcript;

import dev.dragoman.protocol.TranscriptLine;
import java.util.List;

/**
 * All that was said in a session, in one language.
 *
 * @param sessionId the session
 * @param language the language
 * @param lines its utterances, in media time
 */
public record Transcript(String sessionId, String language, List<TranscriptLine> lines) {}
