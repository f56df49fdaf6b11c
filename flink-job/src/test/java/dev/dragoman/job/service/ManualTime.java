package dev.dragoman.job.service;

import java.util.PriorityQueue;

/** Time that only passes when it is told to. */
final class ManualTime {

    private static final long MILLI = 1_000_000;

    private record Task(long atNanos, long number, Runnable what) {}

    private final PriorityQueue<Task> tasks = new PriorityQueue<>((a, b) ->
            a.atNanos() == b.atNanos() ? Long.compare(a.number(), b.number()) : Long.compare(a.atNanos(), b.atNanos()));
    private long nanos;
    private long numbers;

    long nanos() {
        return nanos;
    }

    long millis() {
        return nanos / MILLI;
    }

    void after(long wait, Runnable what) {
        tasks.add(new Task(nanos + wait, numbers++, what));
    }

    /** Lets time pass, with everything that is to be done meanwhile done when it is due. */
    void passes(long millis) {
        long until = nanos + millis * MILLI;
        while (!tasks.isEmpty() && tasks.peek().atNanos() <= until) {
            Task next = tasks.remove();
            nanos = Math.max(nanos, next.atNanos());
            next.what().run();
        }
        nanos = until;
    }
}
