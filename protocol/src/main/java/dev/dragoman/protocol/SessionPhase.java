package dev.dragoman.protocol;

/** What a session is doing, as its listeners are told. */
public enum SessionPhase {
    /** Created; no audio has come yet. */
    WAITING,
    /** The speaker is heard. */
    LIVE,
    /** The speaker has stopped the recorder for a while. */
    PAUSED,
    /** The recorder runs, but the speaker has switched the microphone off. */
    MUTED,
    /** Over: nothing new is taken, the last words may be on their way. */
    ENDED
}
