package dev.dragoman.local.polly;

import dev.dragoman.local.engine.EngineMissingException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Speaks through espeak-ng, one process for each text: some 15 ms a sentence. A process that takes too
 * long is killed. Safe to use from many threads.
 */
final class Espeak implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "polly-watch");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Speaks.
     *
     * @param voice espeak-ng's name for it
     * @param ssml whether the text is SSML
     * @throws EngineMissingException if espeak-ng is not installed
     * @throws IOException if it fails or takes too long
     */
    Speech speak(String text, String voice, boolean ssml) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        ssml
                                ? List.of("espeak-ng", "-v", voice, "-b", "1", "--stdin", "--stdout", "-m")
                                : List.of("espeak-ng", "-v", voice, "-b", "1", "--stdin", "--stdout"))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new EngineMissingException("espeak-ng", "espeak-ng", e);
        }
        ScheduledFuture<?> end = watch.schedule(process::destroyForcibly, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        try {
            // It reads all of its input, at most some kilobytes, before it speaks.
            try (OutputStream in = process.getOutputStream()) {
                in.write(text.getBytes(StandardCharsets.UTF_8));
            }
            byte[] wav = process.getInputStream().readAllBytes();
            if (wav.length == 0) {
                throw new IOException("espeak-ng said nothing with the voice " + voice);
            }
            return Speech.ofWav(wav);
        } finally {
            end.cancel(false);
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
