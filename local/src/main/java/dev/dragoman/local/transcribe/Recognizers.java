package dev.dragoman.local.transcribe;

/** Where a stream's recognizer comes from. Safe to use from many threads. */
interface Recognizers extends AutoCloseable {

    /** A recognizer that has heard nothing. */
    Recognizer take();

    /** Takes one back that {@link #take} gave; the caller must not use it any more. */
    void giveBack(Recognizer used);

    @Override
    void close();
}
