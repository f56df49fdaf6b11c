package dev.dragoman.bench;

import dev.dragoman.bench.plot.BarChart;
import dev.dragoman.bench.plot.BarChart.Row;
import dev.dragoman.ffmpeg.BundledFfmpeg;
import dev.dragoman.job.transcode.FfmpegTranscoder;
import dev.dragoman.job.transcode.TranscodeSettings;
import dev.dragoman.job.transcode.Transcoder;
import dev.dragoman.job.webm.WebmException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * CPU seconds for a second of audio, from chunks to PCM, of the job's design and of others. The audio comes as fast as
 * it is taken; ffmpeg's processes are counted. What is done once for many sessions is not: unpacking ffmpeg, and what a
 * JVM does in its first seconds.
 *
 * <p>A long session and short ones take turns, a minute of audio each, so that whatever else the machine does falls on
 * both alike.
 */
final class CostOfAudio {

    private static final double MOST_CPU = 0.010;
    private static final double MOST_DIFFERENCE = 0.1;
    private static final double MOST_MILLIS = 40;

    private static final int WARM_UP_MINUTES = 5;
    private static final TranscodeSettings SETTINGS = new TranscodeSettings(1, 16, Duration.ofSeconds(30));

    private final List<Row> rows = new ArrayList<>();
    private final PrintStream out;
    private final int minutes;
    private final LongRecording brief;
    private final LongRecording lengthy;

    /** Prepares the streams: a short one of a minute, and a long one. */
    CostOfAudio(PrintStream out, int minutes) throws WebmException {
        this.out = out;
        this.minutes = minutes;
        this.brief = LongRecording.ofMinutes(1);
        this.lengthy = LongRecording.ofMinutes(minutes);
    }

    /** Opens a design's session. */
    private interface Opening {
        Design open() throws IOException;
    }

    /**
     * Measures and prints.
     *
     * @return whether the job's design keeps what the design page promises
     */
    boolean run() throws Exception {
        out.printf("CPU seconds for one second of audio, from chunks to PCM, batches of 1 s%n%n");
        out.printf("| design | stream | CPU | of it JVM | a batch, p50 | p99 |%n");
        out.printf("| --- | --- | --- | --- | --- | --- |%n");
        try (BundledFfmpeg ffmpeg = BundledFfmpeg.unpack();
                Transcoder transcoder = FfmpegTranscoder.bundled(SETTINGS).open()) {
            boolean kept = compare("a process for each batch (the job)", () -> new PerBatchProcess(transcoder));
            compare("a process for each session", () -> new PerSessionProcess(ffmpeg));
            everythingAgain(transcoder);
            out.printf(
                    "%nThe job: at most %.3f, %d min as 60 s (±%.0f %%), p99 at most %.0f ms: %s%n",
                    MOST_CPU, minutes, 100 * MOST_DIFFERENCE, MOST_MILLIS, kept ? "kept" : "NOT KEPT");
            return kept;
        }
    }

    /** What was measured. */
    BarChart chart() {
        return new BarChart(
                "reassembly-cost",
                "CPU for a second of audio, from chunks to PCM",
                "s",
                4,
                true,
                rows,
                List.of(new BarChart.Limit("promised at most", MOST_CPU)));
    }

    private boolean compare(String name, Opening opening) throws Exception {
        for (int i = 0; i < WARM_UP_MINUTES; i++) {
            session(opening, new Meter());
        }
        Meter briefMeter = new Meter();
        Meter lengthyMeter = new Meter();
        try (Design design = opening.open()) {
            for (int minute = 0; minute < minutes; minute++) {
                lengthyMeter.start();
                feed(design, lengthy, minute);
                if (minute == minutes - 1) {
                    finish(design, lengthy, lengthyMeter);
                }
                lengthyMeter.stop();
                session(opening, briefMeter);
            }
        }
        row(name, "60 s", briefMeter);
        row(name, minutes + " min", lengthyMeter);
        double difference = lengthyMeter.cpuPerSecond() / briefMeter.cpuPerSecond() - 1;
        return lengthyMeter.cpuPerSecond() <= MOST_CPU
                && briefMeter.cpuPerSecond() <= MOST_CPU
                && Math.abs(difference) <= MOST_DIFFERENCE
                && lengthyMeter.latencies().percentileMillis(99) <= MOST_MILLIS;
    }

    private void everythingAgain(Transcoder transcoder) throws Exception {
        String name = "everything again on every chunk";
        Meter meter = new Meter();
        session(() -> new EverythingAgain(transcoder), meter);
        row(name, "60 s", meter);
        out.printf(
                "| %s | %d min | about %.0f: extrapolated, its cost grows with the length | | | |%n",
                name, minutes, meter.cpuPerSecond() * minutes);
    }

    private void session(Opening opening, Meter meter) throws Exception {
        meter.start();
        try (Design design = opening.open()) {
            feed(design, brief, 0);
            finish(design, brief, meter);
        }
        meter.stop();
    }

    private static void feed(Design design, LongRecording recording, int minute) throws Exception {
        List<byte[]> chunks = recording.chunks();
        int from = minute * LongRecording.CHUNKS_PER_MINUTE;
        for (byte[] chunk : chunks.subList(from, from + LongRecording.CHUNKS_PER_MINUTE)) {
            design.chunk(chunk);
        }
    }

    private static void finish(Design design, LongRecording recording, Meter meter) throws Exception {
        long samples = design.finish();
        if (samples != recording.samples48k() / 3) {
            // Then its cost says nothing.
            throw new IllegalStateException(
                    "a design gave " + samples + " of " + recording.samples48k() / 3 + " samples");
        }
        meter.count(recording.samples48k() / 48_000.0, design.latencies());
    }

    private void row(String design, String stream, Meter meter) {
        rows.add(Row.of(design + ", " + stream, "CPU", meter.cpuPerSecond()));
        out.printf(
                "| %s | %s | %.4f s | %.4f s | %.1f ms | %.1f ms |%n",
                design,
                stream,
                meter.cpuPerSecond(),
                meter.jvmPerSecond(),
                meter.latencies().percentileMillis(50),
                meter.latencies().percentileMillis(99));
    }
}
