package dev.dragoman.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Durations, in nanoseconds. Not thread-safe. */
final class Latencies {

    private final List<Long> nanos = new ArrayList<>();

    void add(long duration) {
        nanos.add(duration);
    }

    void addAll(Latencies others) {
        nanos.addAll(others.nanos);
    }

    int count() {
        return nanos.size();
    }

    /** The smallest duration that so many percent do not exceed, in milliseconds. */
    double percentileMillis(double percent) {
        if (nanos.isEmpty()) {
            return Double.NaN;
        }
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        int index = (int) Math.ceil(percent / 100 * sorted.size()) - 1;
        return sorted.get(Math.max(0, index)) / 1e6;
    }
}
