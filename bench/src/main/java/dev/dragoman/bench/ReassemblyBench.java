package dev.dragoman.bench;

import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * {@code ./dragoman bench reassembly}: how fast the demuxer is, beside what it has to be. Prints a
 * line for each figure; the exit status is 1 if one misses its bound.
 */
public final class ReassemblyBench {

    /** Megabytes a second on one core, at least. */
    private static final double MIN_THROUGHPUT = 200;

    /** The 99th percentile of a chunk's time in milliseconds, at most. */
    private static final double MAX_CHUNK_P99 = 1;

    private boolean allHeld = true;

    /** Measures; takes no arguments. */
    public static void main(String[] args) throws RunnerException {
        ReassemblyBench bench = new ReassemblyBench();
        bench.demuxer();
        System.exit(bench.allHeld ? 0 : 1);
    }

    private void demuxer() throws RunnerException {
        Options options = new OptionsBuilder()
                .include(DemuxerBenchmark.class.getName())
                .verbosity(VerboseMode.SILENT)
                .build();
        Collection<RunResult> results = new Runner(options).run();
        for (RunResult result : results) {
            String recording = result.getParams().getParam("recording");
            Result<?> figure = result.getPrimaryResult();
            switch (figure.getLabel()) {
                case "recording" -> {
                    double megabytes = figure.getScore() * DemuxerBenchmark.bytesOf(recording) / 1e6;
                    print("demuxer, MB/s", recording, megabytes, "at least", MIN_THROUGHPUT);
                    allHeld &= megabytes >= MIN_THROUGHPUT;
                }
                case "chunk" -> p99("chunk, p99 ms", recording, figure);
                case "chunkFromState" -> p99("chunk from state, p99 ms", recording, figure);
                default -> throw new IllegalStateException("no bound for " + figure.getLabel());
            }
        }
    }

    private void p99(String what, String recording, Result<?> figure) {
        double millis = figure.getStatistics().getPercentile(99) / 1000;
        print(what, recording, millis, "at most", MAX_CHUNK_P99);
        allHeld &= millis <= MAX_CHUNK_P99;
    }

    private static void print(String what, String of, double is, String bound, double limit) {
        System.out.printf(Locale.ROOT, "%-26s %-22s %10.4f   (%s %.0f)%n", what, of, is, bound, limit);
    }
}
