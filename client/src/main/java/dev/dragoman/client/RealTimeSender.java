package dev.dragoman.client;

import dev.dragoman.client.RecordedTalk.TimedChunk;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Plays a recorded talk into a sink as it came: each chunk at its time, a new recording where the
 * recorder began anew, a hole where a chunk was lost. A chunk is never early; when this machine is
 * busy it is late, and the next ones catch up.
 */
public final class RealTimeSender {

    private static final double NANOS_PER_MILLI = 1e6;

    private final ChunkSink sink;
    private final Clock clock;
    private final Delayed delayed;

    private RealTimeSender(ChunkSink sink, Clock clock, Delayed delayed) {
        this.sink = sink;
        this.clock = clock;
        this.delayed = delayed;
    }

    /** Gives an executor that runs what it is given after a while. */
    @FunctionalInterface
    public interface Delayed {
        Executor by(Duration delay);
    }

    /** By the machine's clock. */
    public static RealTimeSender to(ChunkSink sink) {
        return to(
                sink,
                Clock.systemUTC(),
                delay -> CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** By another clock. */
    public static RealTimeSender to(ChunkSink sink, Clock clock, Delayed delayed) {
        return new RealTimeSender(sink, clock, delayed);
    }

    /**
     * A talk that is being played.
     *
     * @param talk the talk
     * @param startedAt when it began
     * @param finished completes when the last chunk was given to the sink; exceptionally if the sink
     *     threw, and then nothing more is sent
     */
    public record Playing(RecordedTalk talk, Instant startedAt, CompletableFuture<@Nullable Void> finished) {

        /** When something was spoken, see {@link RecordedTalk#spokenAtMillis}. */
        public Instant spokenAt(long mediaMillis) {
            return startedAt.plusNanos(Math.round(talk.spokenAtMillis(mediaMillis) * NANOS_PER_MILLI));
        }
    }

    /** Begins to play a talk now. */
    public Playing play(RecordedTalk talk) {
        Playing playing = new Playing(talk, clock.instant(), new CompletableFuture<>());
        from(0, playing);
        return playing;
    }

    private void from(int index, Playing playing) {
        if (index == playing.talk().chunks().size()) {
            playing.finished().complete(null);
            return;
        }
        TimedChunk chunk = playing.talk().chunks().get(index);
        Instant due = playing.startedAt().plusNanos(Math.round(chunk.wallMillis() * NANOS_PER_MILLI));
        Duration wait = Duration.between(clock.instant(), due);
        delayed.by(wait.isNegative() ? Duration.ZERO : wait).execute(() -> {
            try {
                give(index, playing.talk());
            } catch (RuntimeException e) {
                playing.finished().completeExceptionally(e);
                return;
            }
            from(index + 1, playing);
        });
    }

    private void give(int index, RecordedTalk talk) {
        TimedChunk chunk = talk.chunks().get(index);
        boolean begins = index == 0 || talk.chunks().get(index - 1).recorder() != chunk.recorder();
        if (begins) {
            sink.startRecording();
        }
        boolean ends = index == talk.chunks().size() - 1
                || talk.chunks().get(index + 1).recorder() != chunk.recorder();
        if (chunk.bytes() == null) {
            sink.skip();
        } else if (ends) {
            sink.sendLast(chunk.bytes());
        } else {
            sink.send(chunk.bytes());
        }
    }
}
