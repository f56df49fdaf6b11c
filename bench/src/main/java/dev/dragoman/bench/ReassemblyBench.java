package dev.dragoman.bench;

import dev.dragoman.bench.plot.BarChart;
import dev.dragoman.bench.plot.BarChart.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * {@code ./dragoman bench reassembly}: how fast the demuxer is and what a second of audio costs down
 * to PCM, beside what they have to be. Prints a line for each figure; the exit status is 1 if one
 * misses its bound.
 */
public final class ReassemblyBench {

    /** Megabytes a second on one core, at least. */
    private static final double MIN_THROUGHPUT = 200;

    /** The 99th percentile of a chunk's time in milliseconds, at most. */
    private static final double MAX_CHUNK_P99 = 1;

    /** A talk of ten hours; the stream is made in memory. */
    private static final int MAX_MINUTES = 600;

    private final List<Row> chunks = new ArrayList<>();
    private boolean allHeld = true;

    /** Measures; takes the length of the long stream in minutes, 60 if not given. */
    public static void main(String[] args, FigureFiles files) throws Exception {
        int minutes = minutes(args);
        if (minutes < 1) {
            System.err.println("bench reassembly: was '" + String.join(" ", args)
                    + "', accepted is nothing or a number of minutes from 1 to " + MAX_MINUTES);
            System.exit(2);
        }
        ReassemblyBench bench = new ReassemblyBench();
        bench.demuxer();
        System.out.println();
        CostOfAudio cost = new CostOfAudio(System.out, minutes);
        bench.allHeld &= cost.run();
        files.keep(List.of(bench.chart(), cost.chart()), List.of());
        System.exit(bench.allHeld ? 0 : 1);
    }

    /** Or 0 for what is not accepted. */
    private static int minutes(String[] args) {
        if (args.length == 0) {
            return 60;
        }
        boolean number = args.length == 1 && args[0].matches("\\d{1,3}");
        int minutes = number ? Integer.parseInt(args[0]) : 0;
        return minutes <= MAX_MINUTES ? minutes : 0;
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
        chunks.add(Row.of(recording + ": " + what.replace(", p99 ms", ""), "p99", millis));
        print(what, recording, millis, "at most", MAX_CHUNK_P99);
        allHeld &= millis <= MAX_CHUNK_P99;
    }

    private BarChart chart() {
        return new BarChart(
                "reassembly-chunk",
                "The demuxer: time for a chunk, p99",
                "ms",
                4,
                true,
                chunks,
                List.of(new BarChart.Limit("promised at most", MAX_CHUNK_P99)));
    }

    private static void print(String what, String of, double is, String bound, double limit) {
        System.out.printf(Locale.ROOT, "%-26s %-22s %10.4f   (%s %.0f)%n", what, of, is, bound, limit);
    }
}
