package dev.dragoman.job.transcript;

/**
 * How much of a session a transcript has.
 *
 * @param announced utterances that were announced so far
 * @param promised interpretations that they promised
 * @param settled interpretations that came, with words or without
 * @param utterances how many utterances there are in all; {@link #NOT_ENDED} while the session goes on
 */
public record Tally(int announced, int promised, int settled, int utterances) {

    static final int NOT_ENDED = -1;

    static Tally none() {
        return new Tally(0, 0, 0, NOT_ENDED);
    }

    Tally announced(int languages) {
        return new Tally(announced + 1, promised + languages, settled, utterances);
    }

    Tally settledOne() {
        return new Tally(announced, promised, settled + 1, utterances);
    }

    Tally ended(int all) {
        return new Tally(announced, promised, settled, all);
    }

    boolean isComplete() {
        return announced == utterances && settled == promised;
    }
}
