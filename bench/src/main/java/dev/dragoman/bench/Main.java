package dev.dragoman.bench;

import java.util.Arrays;

/** {@code ./dragoman bench}: measures what its first argument names. */
public final class Main {

    private static final String USAGE = """
            Usage: ./dragoman bench WHAT

              reassembly [MINUTES]      how fast recordings are taken apart, and what a second of audio costs down to
                                        PCM in a stream of 60 minutes, beside other designs and what it has to be
              fuzz [SECONDS [CORPUS]]   feed the demuxer whatever breaks it: 600 s, in a temporary folder
            """;

    private Main() {}

    /** Runs one benchmark. The exit status is 0 if it held its bounds, 1 if not, 2 for a wrong argument. */
    public static void main(String[] args) throws Exception {
        String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
        switch (args.length == 0 ? "--help" : args[0]) {
            case "reassembly" -> ReassemblyBench.main(rest);
            case "fuzz" -> DemuxerFuzz.main(rest);
            case "--help", "help" -> System.out.print(USAGE);
            default -> {
                System.err.println("bench: there is no " + args[0] + "; accepted are reassembly and fuzz");
                System.exit(2);
            }
        }
    }
}
