package dev.dragoman.client;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tells what is new from what was told before, by media time: a repetition has the same media start,
 * and what comes again with other borders lies for the greater part in what was told. Whatever the
 * order in which it is told, every time is covered and none twice but at borders. Not thread-safe.
 */
final class ToldTimes {

    private final Set<Long> starts = new HashSet<>();

    /** What was told, as stretches that do not touch: where each starts and where it ends. */
    private final TreeMap<Long, Long> told = new TreeMap<>();

    /** Whether something is new; if so it counts as told from now on. */
    boolean add(long startMillis, long endMillis) {
        if (!isNew(startMillis, endMillis)) {
            return false;
        }
        starts.add(startMillis);
        long from = startMillis;
        long until = Math.max(endMillis, startMillis + 1);
        for (Map.Entry<Long, Long> one = told.floorEntry(until);
                one != null && one.getValue() >= from;
                one = told.floorEntry(until)) {
            from = Math.min(from, one.getKey());
            until = Math.max(until, one.getValue());
            told.remove(one.getKey());
        }
        told.put(from, until);
        return true;
    }

    /** Whether it has another media start than all before, and at most half of it was told. */
    boolean isNew(long startMillis, long endMillis) {
        long until = Math.max(endMillis, startMillis + 1);
        return !starts.contains(startMillis) && 2 * toldOf(startMillis, until) <= until - startMillis;
    }

    private long toldOf(long from, long until) {
        long sum = 0;
        for (Map.Entry<Long, Long> one = told.lowerEntry(until);
                one != null && one.getValue() > from;
                one = told.lowerEntry(one.getKey())) {
            sum += Math.min(until, one.getValue()) - Math.max(from, one.getKey());
        }
        return sum;
    }
}
