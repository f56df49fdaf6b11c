package dev.dragoman.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dragoman.client.RecordedTalk.TimedChunk;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class RealTimeSenderTest {

    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private static final RecordedTalk TALK = new RecordedTalk(List.of(
            new TimedChunk(0, 262.5, new byte[1]),
            new TimedChunk(0, 500, null),
            new TimedChunk(1, 1_000, new byte[3])));

    private final Time time = new Time();
    private final List<String> given = new ArrayList<>();

    @Test
    void givesEachChunkAtItsTime() {
        // When
        RealTimeSender.Playing playing =
                RealTimeSender.to(new Sink(), time, time).play(TALK);
        time.runAll();

        // Then
        assertThat(given).containsExactly("start 262", "send 1 262", "skip 500", "start 1000", "send 3 1000");
        assertThat(playing.finished()).isCompleted();
        assertThat(playing.startedAt()).isEqualTo(START);
        assertThat(playing.spokenAt(100)).isEqualTo(START.plusMillis(100));
    }

    @Test
    void catchesUpWhenItIsLate() {
        // Given: everything takes 600 ms too long
        time.late = Duration.ofMillis(600);

        // When
        RealTimeSender.to(new Sink(), time, time).play(TALK);
        time.runAll();

        // Then: the second is given at once, because its time is over
        assertThat(given).containsExactly("start 862", "send 1 862", "skip 1462", "start 2062", "send 3 2062");
    }

    @Test
    void stopsWhenTheSinkTakesNoMore() {
        // Given
        ChunkSink closed = new Sink() {
            @Override
            public void send(byte[] bytes) {
                throw new IllegalStateException("the session was ended");
            }
        };

        // When
        RealTimeSender.Playing playing = RealTimeSender.to(closed, time, time).play(TALK);
        time.runAll();

        // Then
        assertThat(given).containsExactly("start 262");
        assertThatThrownBy(() -> playing.finished().join()).hasMessageContaining("the session was ended");
    }

    @Test
    void aTalkWithoutChunksIsOverAtOnce() {
        // When, then
        assertThat(RealTimeSender.to(new Sink(), time, time)
                        .play(new RecordedTalk(List.of()))
                        .finished())
                .isCompleted();
    }

    private class Sink implements ChunkSink {
        @Override
        public void startRecording() {
            given.add("start " + time.sinceStart());
        }

        @Override
        public void send(byte[] bytes) {
            given.add("send " + bytes.length + " " + time.sinceStart());
        }

        @Override
        public void skip() {
            given.add("skip " + time.sinceStart());
        }
    }

    /** A clock that goes on when something waits for it. */
    private static final class Time extends Clock implements RealTimeSender.Delayed {

        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private Instant now = START;
        private Duration late = Duration.ZERO;

        @Override
        public Executor by(Duration delay) {
            return task -> waiting.add(() -> {
                now = now.plus(delay).plus(late);
                task.run();
            });
        }

        void runAll() {
            while (!waiting.isEmpty()) {
                waiting.remove().run();
            }
        }

        long sinceStart() {
            return Duration.between(START, now).toMillis();
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
