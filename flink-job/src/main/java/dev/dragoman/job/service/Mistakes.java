package dev.dragoman.job.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a group of settings, so that all of it is reported at once. */
public final class Mistakes {

    private final List<String> found = new ArrayList<>();

    /** Notes a number outside its range. */
    public Mistakes inRange(String key, long value, long least, long most) {
        if (value < least || value > most) {
            found.add(key + ": was " + value + ", accepted " + least + " to " + most);
        }
        return this;
    }

    /** Notes a duration outside its range. */
    public Mistakes inRange(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            found.add(key + ": was " + value.toMillis() + " ms, accepted " + least.toMillis() + " to " + most.toMillis()
                    + " ms");
        }
        return this;
    }

    /** Notes a rule that does not hold. */
    public Mistakes holds(boolean rule, String key, Object value, String accepted) {
        if (!rule) {
            found.add(key + ": was " + value + ", accepted " + accepted);
        }
        return this;
    }

    /**
     * Reports them.
     *
     * @throws IllegalArgumentException with every mistake, if there was one
     */
    public void report() {
        if (!found.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", found));
        }
    }
}
