package dev.dragoman.client;

import dev.dragoman.protocol.Audio;
import dev.dragoman.protocol.Caption;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.Skipped;

/** What a listener is told; from several threads, one call at a time. Calls must not block. */
public interface ListenerEvents {

    /** Text to show: each final one once; a partial one is replaced by the next that overlaps it or starts later. */
    default void caption(Caption caption) {}

    /** An interpretation is there as a whole: once for each media start, in the order of completion. */
    default void audio(HeardAudio audio) {}

    /** An interpretation was announced but can't be had. */
    default void missed(Audio audio, String reason) {}

    /** There will be no audio for an utterance; once for each. */
    default void skipped(Skipped skipped) {}

    /** What the session is doing now: when it was joined, and whenever that changes. */
    default void phase(SessionPhase phase) {}

    /** The connection was lost, or there is one again. What was missed meanwhile follows. */
    default void connectivity(Connectivity connectivity) {}

    /** The server has a problem. */
    default void problem(Problem problem) {}
}
