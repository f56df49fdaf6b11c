package dev.dragoman.protocol;

import java.util.List;

/**
 * What anybody may know of a session; {@code GET /sessions/{sessionId}} answers with it.
 *
 * @param sessionId the session
 * @param sourceLanguage the language spoken
 * @param phase what it is doing
 * @param languages the languages that can be heard, and the source language, which can be read
 * @param passcodeNeeded whether listeners have to know a passcode
 * @param transcript whether listeners may keep its text
 */
public record SessionFacts(
        String sessionId,
        String sourceLanguage,
        SessionPhase phase,
        List<String> languages,
        boolean passcodeNeeded,
        boolean transcript) {

    public SessionFacts {
        languages = List.copyOf(languages);
    }
}
