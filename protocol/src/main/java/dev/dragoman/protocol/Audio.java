package dev.dragoman.protocol;

/**
 * An interpretation to hear. For one listener these come in media time; one with a media start that
 * was announced before is a repetition, and one whose greater part was announced before comes again
 * with other borders: neither must be played (see the contract of a client in this package).
 *
 * @param sessionId the session
 * @param language the language spoken in it
 * @param mediaStartMillis where the utterance starts, in media time: the interpretation's identity
 * @param mediaEndMillis where the utterance ends
 * @param durationMillis how long the interpretation takes to play
 * @param url a presigned GET for this one object, good for ten minutes
 * @param text the words of the interpretation
 * @param sourceText the words as they were spoken
 */
public record Audio(
        String sessionId,
        String language,
        long mediaStartMillis,
        long mediaEndMillis,
        long durationMillis,
        String url,
        String text,
        String sourceText)
        implements ServerMessage {}
