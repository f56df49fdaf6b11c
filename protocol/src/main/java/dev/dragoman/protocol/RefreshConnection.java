package dev.dragoman.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Asks that this connection takes the place of an earlier one of the same person, who may still be
 * connected there or not; nothing else changes. {@link SessionResumed} answers the session's owner,
 * {@link SessionJoined} a listener. From then on the earlier connection has no role; keep it open for
 * 5 s more: what was on its way there still arrives.
 *
 * @param sessionId the session
 * @param ticket a listener's, from {@link SessionJoined}; absent for the speaker
 * @param from the speaker's oldest chunk that is not acknowledged, if any; absent for a listener
 */
public record RefreshConnection(
        String sessionId, @Nullable String ticket, @Nullable ChunkPlace from) implements ClientMessage, AboutSession {}
