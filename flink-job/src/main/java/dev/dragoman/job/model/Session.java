package dev.dragoman.job.model;

import dev.dragoman.protocol.SessionSettings;

/**
 * What every stage needs to know of a session; travels with the records, so that no stage keeps it
 * as state.
 *
 * @param sessionId the session
 * @param sourceLanguage the language spoken; where it is still to be identified, the likeliest
 * @param settings what the speaker chose
 */
public record Session(String sessionId, String sourceLanguage, SessionSettings settings) {}
