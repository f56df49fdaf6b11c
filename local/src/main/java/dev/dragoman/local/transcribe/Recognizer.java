package dev.dragoman.local.transcribe;

import java.util.List;

/**
 * Turns one stream of sound into words, utterance after utterance. What it hears shapes what it hears
 * next, so each stream has its own. Used by one thread at a time.
 */
interface Recognizer extends AutoCloseable {

    /** Samples per second that it takes. */
    int SAMPLE_RATE = 16_000;

    /**
     * Hears more sound.
     *
     * @param pcm 16-bit little-endian mono samples at {@link #SAMPLE_RATE}
     * @param offset where they begin
     * @param length how many bytes; even
     */
    void hear(byte[] pcm, int offset, int length);

    /** Whether somebody speaks, up to the silence after which an utterance counts as finished. */
    boolean inSpeech();

    /** The current utterance's words so far; they may still change. Fillers and noises are left out. */
    List<Word> words();

    /** Finishes the current utterance, gives its words and begins the next. */
    List<Word> finishUtterance();

    /** Gives its memory back. It must not be used any more. */
    @Override
    void close();
}
