package dev.dragoman.bench;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;

/** {@code ./dragoman bench}: measures what its first argument names. */
public final class Main {

    private static final String USAGE = """
            Usage: ./dragoman bench WHAT [--plots DIR]

              reassembly [MINUTES]      how fast recordings are taken apart, and what a second of audio costs down to
                                        PCM in a stream of 60 minutes, beside other designs and what it has to be
              talks                     how soon listeners hear and read three talks at once in two languages each
              speech [--sessions N,N,…] [--batch-millis N,N,…]
                                        what the system adds to the time its engines take, and what a second of audio
                                        costs, with 1, 10 and 50 sessions at once
              soak [MINUTES]            the whole system for a long time, 60 min: fails if memory, threads, processes,
                                        streams, state or latency grow
              fan-out [LISTENERS]       how long it takes until all listeners of one language have a message: 10,000,
                                        over real WebSockets, also with a slow one among them
              ingest                    what a chunk costs in the Lambda handler, how large the function is, and how
                                        long a fresh JVM takes to its first acknowledgement
              pages                     how soon the pages can be used on a slow phone, in Chromium
              plots                     nothing: draws what talks, speech, reassembly and ingest left, with --plots DIR
              fuzz [SECONDS [CORPUS]]   feed the demuxer whatever breaks it: 600 s, in a temporary folder

            talks, speech, reassembly and ingest leave their figures in target/bench/WHAT.json of the current folder;
            with --plots DIR they draw them there as SVG too, for example in docs/plots.
            """;

    private static final Path FIGURES = Path.of("target", "bench");

    private Main() {}

    /** Runs one benchmark. The exit status is 0 if it held its bounds, 1 if not, 2 for a wrong argument. */
    public static void main(String[] args) throws Exception {
        FigureFiles files = FigureFiles.of(args, FIGURES, LocalDate.now(ZoneOffset.UTC));
        String[] left = files.arguments();
        String[] rest = left.length == 0 ? left : Arrays.copyOfRange(left, 1, left.length);
        switch (left.length == 0 ? "--help" : left[0]) {
            case "reassembly" -> ReassemblyBench.main(rest, files);
            case "talks" -> TalksBench.main(rest, files);
            case "speech" -> SpeechBench.main(rest, files);
            case "soak" -> Soak.main(rest);
            case "fan-out" -> FanOutBench.main(rest);
            case "ingest" -> IngestBench.main(rest, files);
            case "plots" -> files.drawAll();
            case "fuzz" -> DemuxerFuzz.main(rest);
            case "--help", "help" -> System.out.print(USAGE);
            default -> {
                System.err.println("bench: there is no " + left[0]
                        + "; accepted are reassembly, talks, speech, soak, fan-out, ingest, plots and fuzz");
                System.exit(2);
            }
        }
    }
}
