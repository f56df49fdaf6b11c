package dev.dragoman.job.transcode;

import com.github.kokorin.jaffree.process.ProcessHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of ffmpeg that always ends: by itself, at its deadline, or when {@link #kill()} is called; and then its
 * process, its pipes and its helpers' work have ended too.
 *
 * <p>Jaffree starts the process. Talking to it is done here, since Jaffree's own way has no deadline, keeps all that
 * ffmpeg complains, offers no standard input, and after every run sleeps for 100 ms, more than the whole budget of a
 * batch.
 */
final class FfmpegRun extends ProcessHandler<FfmpegRun.Outcome> {

    /** What is kept of ffmpeg's complaints, in bytes; a hostile batch can make it complain of every packet. */
    static final int COMPLAINT_BYTES = 2_000;

    /**
     * How it ended.
     *
     * @param ending by itself or not
     * @param status its exit status
     * @param output its output, at most one byte more than expected
     * @param complaint the beginning of what it wrote to its standard error, in one line
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Outcome(Ending ending, int status, byte[] output, String complaint) {}

    /** What ended a run. */
    enum Ending {
        BY_ITSELF,
        DEADLINE,
        KILLED
    }

    private final byte[] input;
    private final int expectedBytes;
    private final Duration deadline;
    private final ExecutorService pumps;
    private final ScheduledExecutorService watchdog;

    private final Object lock = new Object();
    private @Nullable Process process;
    private @Nullable Ending killedBy;

    /**
     * Prepares a run.
     *
     * @param deadline from the start of {@link #execute()} on
     * @param pumps runs two tasks for the run, at once: its threads must not be bounded by less than two for each run
     * @param watchdog rings at the deadline
     */
    FfmpegRun(
            Path executable,
            List<String> arguments,
            byte[] input,
            int expectedBytes,
            Duration deadline,
            ExecutorService pumps,
            ScheduledExecutorService watchdog) {
        super(executable, null);
        setArguments(arguments);
        this.input = input;
        this.expectedBytes = expectedBytes;
        this.deadline = deadline;
        this.pumps = pumps;
        this.watchdog = watchdog;
    }

    /** Ends the run, now or as soon as it starts. */
    void kill() {
        end(Ending.KILLED);
    }

    private void end(Ending ending) {
        synchronized (lock) {
            if (killedBy == null) {
                killedBy = ending;
            }
            if (process != null) {
                kill(process);
            }
        }
    }

    @Override
    protected Outcome interactWithProcess(Process started) {
        synchronized (lock) {
            process = started;
            if (killedBy != null) {
                kill(started);
            }
        }
        ScheduledFuture<?> alarm =
                watchdog.schedule(() -> end(Ending.DEADLINE), deadline.toNanos(), TimeUnit.NANOSECONDS);
        try {
            // Each pipe has its own thread: whichever fills up first, nobody waits for anybody else.
            Future<byte[]> output = pumps.submit(() -> readOutput(started.getInputStream()));
            Future<String> complaint = pumps.submit(() -> readComplaint(started.getErrorStream()));
            feed(started.getOutputStream());
            byte[] bytes = output.get();
            String complained = complaint.get();
            int status = started.waitFor();
            synchronized (lock) {
                return new Outcome(killedBy == null ? Ending.BY_ITSELF : killedBy, status, bytes, complained);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("interrupted").initCause(e);
        } catch (ExecutionException e) {
            throw new UncheckedIOException(new IOException("ffmpeg's output could not be read", e.getCause()));
        } finally {
            alarm.cancel(false);
            started.destroyForcibly();
        }
    }

    /** Through its handle: {@link Process#destroyForcibly()} would close the pipes under those who read them. */
    private static void kill(Process process) {
        process.toHandle().destroyForcibly();
    }

    private void feed(OutputStream stdin) {
        try (stdin) {
            stdin.write(input);
        } catch (IOException e) {
            // It closed its end or is gone: its status and its complaint say why.
        }
    }

    private byte[] readOutput(InputStream stdout) throws IOException {
        byte[] bytes = stdout.readNBytes(expectedBytes + 1);
        if (bytes.length > expectedBytes) {
            end(Ending.KILLED);
        }
        return bytes;
    }

    private static String readComplaint(InputStream stderr) throws IOException {
        byte[] kept = stderr.readNBytes(COMPLAINT_BYTES);
        // What is too much is read and forgotten: ffmpeg must not wait for us.
        stderr.transferTo(OutputStream.nullOutputStream());
        return new String(kept, StandardCharsets.UTF_8).strip().replaceAll("\\s+", " ");
    }
}
