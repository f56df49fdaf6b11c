package dev.dragoman.local.talk;

import dev.dragoman.client.RecordedTalk;
import dev.dragoman.client.RecordedTalk.TimedChunk;
import dev.dragoman.ffmpeg.BundledFfmpeg;
import dev.dragoman.ffmpeg.FfmpegUnavailableException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Reads the waveform of a recorded talk with the job's own ffmpeg, always to an end: each run of the recorder
 * has two minutes (an hour takes some seconds), and what can't be decoded by then, or at all, is left out.
 * Lost chunks are silence as long as they were. The sound goes through the temporary directory, 58 MB an hour.
 */
final class WaveformReader {

    private static final int HERTZ = 8_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private WaveformReader() {}

    /**
     * The waveform, without peaks if nothing can be decoded.
     *
     * @throws IOException if this machine can't run ffmpeg or the temporary directory can't be written
     */
    static Waveform read(RecordedTalk talk) throws IOException, InterruptedException {
        WaveformMeter meter = new WaveformMeter(HERTZ);
        Map<Integer, List<TimedChunk>> runs = talk.chunks().stream()
                .collect(Collectors.groupingBy(TimedChunk::recorder, TreeMap::new, Collectors.toList()));
        Path webm = Files.createTempFile("dragoman-waveform", ".webm");
        Path pcm = Files.createTempFile("dragoman-waveform", ".pcm");
        try (BundledFfmpeg ffmpeg = BundledFfmpeg.unpack()) {
            for (List<TimedChunk> run : runs.values()) {
                write(run, webm);
                decode(ffmpeg.executable(), webm, pcm);
                measure(pcm, meter);
            }
        } catch (FfmpegUnavailableException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            Files.deleteIfExists(webm);
            Files.deleteIfExists(pcm);
        }
        return meter.waveform();
    }

    private static void write(List<TimedChunk> run, Path webm) throws IOException {
        try (OutputStream out = Files.newOutputStream(webm)) {
            for (TimedChunk chunk : run) {
                if (chunk.bytes() != null) {
                    out.write(chunk.bytes());
                }
            }
        }
    }

    private static void decode(Path executable, Path webm, Path pcm) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        executable.toString(),
                        "-nostdin",
                        "-v",
                        "quiet",
                        "-f",
                        "matroska",
                        "-i",
                        "pipe:0",
                        // Where timestamps jump, silence.
                        "-af",
                        "aresample=async=1",
                        "-ac",
                        "1",
                        "-ar",
                        String.valueOf(HERTZ),
                        "-f",
                        "s16le",
                        "pipe:1")
                .redirectInput(webm.toFile())
                .redirectOutput(pcm.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            // What an overdue or complaining ffmpeg has written by then is good.
            var unused = process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static void measure(Path pcm, WaveformMeter meter) throws IOException {
        try (InputStream file = Files.newInputStream(pcm);
                DataInputStream in = new DataInputStream(new BufferedInputStream(file, 1 << 16))) {
            while (true) {
                meter.add(Short.reverseBytes(in.readShort()));
            }
        } catch (EOFException e) {
            // The last whole sample was read.
        }
    }
}
