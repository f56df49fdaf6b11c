package dev.dragoman.cdk;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of {@code ./dragoman} that are about AWS. */
@Command(
        name = "./dragoman",
        subcommands = {SynthCommand.class})
public final class Main {

    private Main() {}

    /** Runs a command and ends with its exit code. */
    public static void main(String[] arguments) {
        System.exit(
                new CommandLine(new Main()).setOverwrittenOptionsAllowed(true).execute(arguments));
    }
}
