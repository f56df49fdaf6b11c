package dev.dragoman.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The speaker goes on after a pause, on the same connection or on a new one; {@link SessionResumed}
 * answers. A new connection becomes the session's speaker, in place of the one before; only the
 * session's owner may do that.
 *
 * @param sessionId the session
 * @param from the oldest chunk that is not acknowledged, to be told what the server has from there on;
 *     absent if there is none
 */
public record ResumeSession(String sessionId, @Nullable ChunkPlace from) implements ClientMessage, AboutSession {}
