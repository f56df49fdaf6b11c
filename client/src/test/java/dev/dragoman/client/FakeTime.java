package dev.dragoman.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** Time that goes on when a test says so. */
final class FakeTime implements Time {

    private record Task(Instant at, long number, Runnable task) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::at).thenComparing(Task::number));
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private long numbered;

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Timer after(Duration wait, Runnable task) {
        Task later = new Task(now.plus(wait), numbered++, task);
        tasks.add(later);
        return () -> tasks.remove(later);
    }

    /** Lets time pass, task by task. */
    void pass(Duration howLong) {
        Instant until = now.plus(howLong);
        passUntil(until, () -> false);
        now = until;
    }

    /** Lets time pass until something is true, but not longer than a while. */
    void passUntil(BooleanSupplier enough, Duration most) {
        passUntil(now.plus(most), enough);
    }

    private void passUntil(Instant until, BooleanSupplier enough) {
        while (!enough.getAsBoolean() && !tasks.isEmpty() && !tasks.peek().at().isAfter(until)) {
            Task next = tasks.poll();
            now = next.at();
            next.task().run();
        }
    }
}
