package dev.dragoman.job.model;

/**
 * What every stage needs to know of a session; travels with the records, so that no stage keeps it
 * as state.
 *
 * @param sessionId the session
 * @param sourceLanguage the language spoken
 * @param transcript whether its text is kept
 */
public record Session(String sessionId, String sourceLanguage, boolean transcript) {}
