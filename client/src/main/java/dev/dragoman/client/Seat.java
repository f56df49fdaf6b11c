package dev.dragoman.client;

import org.jspecify.annotations.Nullable;

/**
 * What a listener hears, and what lets it in.
 *
 * @param sessionId the session
 * @param language the language
 * @param ticket what it was given when it joined; the server forgets it a while after the connection
 * @param passcode the session's, if it was told
 */
record Seat(
        String sessionId,
        String language,
        String ticket,
        @Nullable String passcode) {}
