package dev.dragoman.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Encodes any audio file about as Chromium's recorder encodes speech: WebM with Opus at 24 kbit/s, in
 * packets of 60 ms and clusters of about 300 ms. Done by the program {@code ffmpeg}, whose life this
 * owns: it has a time limit, and neither it nor its files are left behind.
 */
final class BrowserEncoder {

    /** As Chromium packs it (media facts). */
    static final int PACKET_MILLIS = 60;

    private static final Duration MOST = Duration.ofMinutes(5);

    /** The last words of an error, not a screen of them. */
    private static final int MOST_ERROR_CHARS = 400;

    private final String program;
    private final Duration most;

    private BrowserEncoder(String program, Duration most) {
        this.program = program;
        this.most = most;
    }

    /** With the {@code ffmpeg} that is on the path. */
    static BrowserEncoder onPath() {
        return new BrowserEncoder("ffmpeg", MOST);
    }

    /** With another program and another limit. */
    static BrowserEncoder of(String program, Duration most) {
        return new BrowserEncoder(program, most);
    }

    /**
     * Encodes the first audio stream of a file.
     *
     * @throws RecordedTalkException if ffmpeg is missing or takes too long, or the file holds no audio
     *     that it knows
     */
    byte[] encode(Path audio) throws RecordedTalkException {
        try {
            Path webm = Files.createTempFile("dragoman-talk", ".webm");
            Path errors = Files.createTempFile("dragoman-talk", ".log");
            try {
                run(audio, webm, errors);
                return Files.readAllBytes(webm);
            } finally {
                Files.deleteIfExists(webm);
                Files.deleteIfExists(errors);
            }
        } catch (IOException e) {
            throw new RecordedTalkException(audio + " can't be encoded: " + e.getMessage(), e);
        }
    }

    private void run(Path audio, Path webm, Path errors) throws IOException, RecordedTalkException {
        Process process = start(audio, webm, errors);
        try {
            if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new RecordedTalkException(
                        audio + " was not encoded within " + most.toSeconds() + " s; try a shorter one");
            }
            if (process.exitValue() != 0) {
                throw new RecordedTalkException(
                        audio + " holds no audio that " + program + " can read: " + lastWords(errors));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RecordedTalkException("interrupted while encoding " + audio, e);
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(Path audio, Path webm, Path errors) throws RecordedTalkException {
        List<String> command = List.of(
                program,
                "-nostdin",
                "-v",
                "error",
                "-y",
                "-i",
                // As a URL, so that no name is taken for an option or another protocol.
                "file:" + audio.toAbsolutePath(),
                "-map",
                "0:a:0",
                "-map_metadata",
                "-1",
                "-ac",
                "1",
                "-ar",
                "48000",
                "-c:a",
                "libopus",
                "-b:a",
                "24k",
                "-frame_duration",
                String.valueOf(PACKET_MILLIS),
                "-application",
                "voip",
                "-f",
                "webm",
                "-live",
                "1",
                "-cluster_time_limit",
                "300",
                "file:" + webm.toAbsolutePath());
        try {
            return new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(errors.toFile())
                    .start();
        } catch (IOException e) {
            throw new RecordedTalkException(
                    "The program " + program + " is needed to encode " + audio
                            + " and was not found; on Debian and Ubuntu: apt-get install ffmpeg",
                    e);
        }
    }

    private static String lastWords(Path errors) throws IOException {
        String text = new String(Files.readAllBytes(errors), StandardCharsets.UTF_8)
                .strip()
                .replaceAll("\\s+", " ");
        return text.substring(Math.max(0, text.length() - MOST_ERROR_CHARS));
    }
}
