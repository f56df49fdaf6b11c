package dev.dragoman.job.transcribe;

/**
 * A word or a mark of punctuation within a result.
 *
 * @param text the word or mark
 * @param startMillis where it starts, in milliseconds of the audio sent on its stream
 * @param endMillis where it ends; at least its start
 * @param punctuation whether it is a mark, which has no sound of its own
 * @param stable whether the service promises not to change it any more
 */
public record RecognizedItem(String text, long startMillis, long endMillis, boolean punctuation, boolean stable) {

    /** Half way through it. */
    long middleMillis() {
        return (startMillis + endMillis) / 2;
    }
}
