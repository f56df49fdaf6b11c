package dev.dragoman.job.transcode;

import com.github.kokorin.jaffree.JaffreeException;
import dev.dragoman.ffmpeg.BundledFfmpeg;
import dev.dragoman.ffmpeg.FfmpegUnavailableException;
import dev.dragoman.job.model.Batch;
import dev.dragoman.job.model.Pcm;
import dev.dragoman.job.transcode.FfmpegRun.Ending;
import dev.dragoman.job.transcode.TranscodeException.Reason;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Decodes each batch in a short process of its own, at most so many at a time.
 *
 * <p>Every batch is answered: with exactly its sound, or with the reason why not, at the latest at the deadline, when
 * its process is killed. After {@link #close()} no process and no thread of this transcoder is left. A decoder that
 * hangs or dies harms its own batch only.
 */
public final class FfmpegTranscoder implements Transcoder {

    private static final Duration PATIENCE_WHEN_CLOSING = Duration.ofSeconds(10);

    private final Path executable;
    private final @Nullable BundledFfmpeg unpacked;
    private final List<String> arguments;
    private final Duration timeout;
    private final Set<Job> jobs = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor workers;
    private final ExecutorService pumps;
    private final ScheduledThreadPoolExecutor watchdog;
    private volatile boolean closed;

    private FfmpegTranscoder(Path executable, @Nullable BundledFfmpeg unpacked, TranscodeSettings settings) {
        this.executable = executable;
        this.unpacked = unpacked;
        this.arguments = FfmpegCommand.arguments(executable);
        this.timeout = settings.timeout();
        this.workers = new ThreadPoolExecutor(
                settings.processes(),
                settings.processes(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(settings.capacity()),
                threads("worker"));
        this.pumps = Executors.newCachedThreadPool(threads("pump"));
        this.watchdog = new ScheduledThreadPoolExecutor(1, threads("watchdog"));
        this.watchdog.setRemoveOnCancelPolicy(true);
    }

    /** Makes a transcoder with the bundled ffmpeg, unpacked into the temporary directory and tried once. */
    public static Transcoder.Factory bundled(TranscodeSettings settings) {
        return () -> unpack(settings);
    }

    /** A transcoder with a given ffmpeg, which stays where it is. */
    static FfmpegTranscoder at(Path executable, TranscodeSettings settings) {
        return new FfmpegTranscoder(executable, null, settings);
    }

    private static FfmpegTranscoder unpack(TranscodeSettings settings) throws FfmpegUnavailableException {
        BundledFfmpeg ffmpeg = BundledFfmpeg.unpack();
        return new FfmpegTranscoder(ffmpeg.executable(), ffmpeg, settings);
    }

    @Override
    public CompletableFuture<Pcm> transcode(Batch batch) {
        if (batch.samples48k() <= 0 || batch.preroll48k() < 0 || batch.samples48k() % 3 + batch.preroll48k() % 3 != 0) {
            return CompletableFuture.failedFuture(new TranscodeException(
                    Reason.UNDECODABLE,
                    "a batch of " + batch.samples48k() + " samples and " + batch.preroll48k() + " of preroll has no "
                            + "whole number of samples at 16 kHz"));
        }
        Job job = new Job(batch, System.nanoTime() + timeout.toNanos());
        jobs.add(job);
        // The job's own future is what the caller gets: cancelling what depends on it would not end the work.
        var unused = job.result.whenComplete((pcm, error) -> {
            jobs.remove(job);
            if (job.result.isCancelled()) {
                job.abandon();
            }
        });
        try {
            workers.execute(job);
        } catch (RejectedExecutionException e) {
            job.fail(closed ? Reason.CLOSED : Reason.BUSY, "no room for another batch");
        }
        if (closed) {
            job.close();
        }
        return job.result;
    }

    @Override
    public void close() {
        closed = true;
        jobs.forEach(Job::close);
        workers.shutdown();
        try {
            if (!workers.awaitTermination(PATIENCE_WHEN_CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
        pumps.shutdownNow();
        watchdog.shutdownNow();
        if (unpacked != null) {
            unpacked.close();
        }
    }

    private static ThreadFactory threads(String role) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "transcode-" + role + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** One batch's way through the transcoder. */
    private final class Job implements Runnable {

        private final Batch batch;
        private final long deadlineNanos;
        private final CompletableFuture<Pcm> result = new CompletableFuture<>();
        private @Nullable FfmpegRun run;
        private boolean abandoned;

        private Job(Batch batch, long deadlineNanos) {
            this.batch = batch;
            this.deadlineNanos = deadlineNanos;
        }

        @Override
        public void run() {
            Duration left = Duration.ofNanos(deadlineNanos - System.nanoTime());
            if (left.isNegative() || left.isZero()) {
                fail(Reason.TIMEOUT, "waited for a decoder until the deadline, " + timeout.toMillis() + " ms");
                return;
            }
            FfmpegRun prepared = prepare(left);
            if (prepared == null) {
                return;
            }
            try {
                answer(prepared.execute());
            } catch (RejectedExecutionException | CancellationException e) {
                fail(Reason.CLOSED, "closed while it was decoded");
            } catch (JaffreeException | UncheckedIOException e) {
                fail(Reason.UNAVAILABLE, String.valueOf(e.getCause() == null ? e : e.getCause()));
            }
        }

        private synchronized @Nullable FfmpegRun prepare(Duration left) {
            if (!abandoned) {
                run = new FfmpegRun(executable, arguments, batch.webm(), wantedBytes(), left, pumps, watchdog);
            }
            return run;
        }

        private void answer(FfmpegRun.Outcome outcome) {
            int wanted = wantedBytes();
            int got = outcome.output().length;
            String said = outcome.complaint().isEmpty() ? "" : "; it said: " + outcome.complaint();
            if (got > wanted) {
                fail(Reason.WRONG_LENGTH, "ffmpeg gave more than " + wanted / 2 + " samples" + said);
            } else if (outcome.ending() == Ending.DEADLINE) {
                fail(Reason.TIMEOUT, "ffmpeg was killed at the deadline, " + timeout.toMillis() + " ms" + said);
            } else if (outcome.ending() == Ending.KILLED) {
                fail(Reason.CLOSED, "closed while it was decoded");
            } else if (outcome.status() != 0 || got == 0) {
                fail(Reason.UNDECODABLE, "ffmpeg ended with status " + outcome.status() + said);
            } else if (got != wanted) {
                fail(Reason.WRONG_LENGTH, "ffmpeg gave " + got / 2 + " of " + wanted / 2 + " samples" + said);
            } else {
                result.complete(new Pcm(
                        batch.session(),
                        batch.serverMillis(),
                        Math.floorDiv(batch.mediaStart48k(), 3),
                        Arrays.copyOfRange(outcome.output(), bytes(batch.preroll48k()), wanted),
                        batch.endOfSession(),
                        batch.gaps()));
            }
        }

        private void fail(Reason reason, String detail) {
            result.completeExceptionally(new TranscodeException(reason, detail));
        }

        private void close() {
            abandon();
            fail(Reason.CLOSED, "closed before it was decoded");
        }

        /** Nobody wants the answer any more. */
        private synchronized void abandon() {
            abandoned = true;
            if (run != null) {
                run.kill();
            }
        }

        private int wantedBytes() {
            return bytes(batch.preroll48k()) + bytes(batch.samples48k());
        }

        /** Two bytes a sample at 16 kHz. */
        private static int bytes(int samples48k) {
            return samples48k / 3 * 2;
        }
    }
}
