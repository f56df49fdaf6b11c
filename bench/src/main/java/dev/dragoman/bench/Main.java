package dev.dragoman.bench;

import java.util.Arrays;

/** {@code ./dragoman bench}: measures what its first argument names. */
public final class Main {

    private static final String USAGE = """
            Usage: ./dragoman bench WHAT

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
              fuzz [SECONDS [CORPUS]]   feed the demuxer whatever breaks it: 600 s, in a temporary folder
            """;

    private Main() {}

    /** Runs one benchmark. The exit status is 0 if it held its bounds, 1 if not, 2 for a wrong argument. */
    public static void main(String[] args) throws Exception {
        String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
        switch (args.length == 0 ? "--help" : args[0]) {
            case "reassembly" -> ReassemblyBench.main(rest);
            case "talks" -> TalksBench.main(rest);
            case "speech" -> SpeechBench.main(rest);
            case "soak" -> Soak.main(rest);
            case "fan-out" -> FanOutBench.main(rest);
            case "ingest" -> IngestBench.main(rest);
            case "fuzz" -> DemuxerFuzz.main(rest);
            case "--help", "help" -> System.out.print(USAGE);
            default -> {
                System.err.println("bench: there is no " + args[0]
                        + "; accepted are reassembly, talks, speech, soak, fan-out, ingest and fuzz");
                System.exit(2);
            }
        }
    }
}
