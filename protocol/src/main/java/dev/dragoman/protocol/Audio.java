package dev.dragoman.protocol;

/**
 * An interpretation to hear. For one listener these come in media time; one with a media start that
 * was heard before is a repetition and must not be played again.
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
