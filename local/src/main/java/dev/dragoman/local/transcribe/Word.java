package dev.dragoman.local.transcribe;

/**
 * A recognised word.
 *
 * @param text as the dictionary writes it, in lower case
 * @param startSeconds where it begins, in seconds since the stream's first sample
 * @param endSeconds where it ends; not before its start
 */
record Word(String text, double startSeconds, double endSeconds) {

    Word withText(String other) {
        return new Word(other, startSeconds, endSeconds);
    }

    Word earlierBy(double seconds) {
        return new Word(text, startSeconds - seconds, endSeconds - seconds);
    }
}
