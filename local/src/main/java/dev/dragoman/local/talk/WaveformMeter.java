package dev.dragoman.local.talk;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes a waveform of PCM that comes piece by piece, without knowing how much will come: it begins with
 * fine stretches, and whenever there are too many, makes one of every two. Holds never more than {@link
 * Waveform#MOST_PEAKS} peaks. Not thread-safe.
 */
final class WaveformMeter {

    private static final int FINEST_MILLIS = 10;
    private static final int FULL_SCALE = 100;
    private static final int LOUDEST_SAMPLE = 32_768;

    private final int hertz;
    private final int most;
    private List<Integer> peaks = new ArrayList<>();
    private int millisPerPeak = FINEST_MILLIS;
    private int samples;
    private int loudest;

    /** For 16 bit samples, mono, so many a second: a multiple of 100. */
    WaveformMeter(int hertz) {
        this(hertz, Waveform.MOST_PEAKS);
    }

    /** With at most so many peaks: an even number. */
    WaveformMeter(int hertz, int most) {
        this.hertz = hertz;
        this.most = most;
    }

    /** The next sample. */
    void add(short sample) {
        loudest = Math.max(loudest, Math.abs((int) sample));
        samples++;
        if (samples == (long) hertz * millisPerPeak / 1000) {
            endStretch();
        }
    }

    private void endStretch() {
        peaks.add((loudest * FULL_SCALE + LOUDEST_SAMPLE / 2) / LOUDEST_SAMPLE);
        samples = 0;
        loudest = 0;
        if (peaks.size() == most) {
            halve();
        }
    }

    private void halve() {
        List<Integer> halved = new ArrayList<>();
        for (int i = 0; i < peaks.size(); i += 2) {
            halved.add(Math.max(peaks.get(i), peaks.get(i + 1)));
        }
        peaks = halved;
        millisPerPeak *= 2;
    }

    /** What came so far. Nothing can be added afterwards. */
    Waveform waveform() {
        if (samples > 0) {
            endStretch();
        }
        return new Waveform(millisPerPeak, peaks);
    }
}
