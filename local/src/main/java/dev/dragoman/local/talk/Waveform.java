package dev.dragoman.local.talk;

import java.util.List;

/**
 * How loud a talk was from moment to moment: enough for a picture, and bounded however long the talk.
 *
 * @param millisPerPeak how much media time one peak stands for, in milliseconds
 * @param peaks the loudest sample of each such stretch, from 0 to 100 (full scale); at most {@link
 *     #MOST_PEAKS}, none if the talk can't be decoded
 */
record Waveform(int millisPerPeak, List<Integer> peaks) {

    /** More than a screen shows, and some 60 KB at most in a page. */
    static final int MOST_PEAKS = 20_000;

    /** Keeps the peaks as they are now. */
    Waveform {
        peaks = List.copyOf(peaks);
    }
}
