package dev.dragoman.protocol;

/**
 * Everything that was spoken has been delivered; nothing follows. Goes to the speaker and to every
 * listener, once each language is through.
 *
 * @param sessionId the session
 * @param mediaMillis how much audio the session had, in media time
 * @param gaps how many stretches of chunks never came
 */
public record SessionOver(String sessionId, long mediaMillis, int gaps) implements ServerMessage {}
