package dev.dragoman.local.cli;

import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** The command line's entry: {@code ./dragoman COMMAND …}. */
@Command(
        name = "dragoman",
        description = "A live interpreter: one person speaks, everyone else listens in their own language.",
        mixinStandardHelpOptions = true,
        version = "dragoman 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            SpeakCommand.class,
            ListenCommand.class,
            PacketsCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main {

    private Main() {}

    /** Runs a command and exits with its status: 0 done, 1 not done, 2 asked for wrongly. */
    public static void main(String[] arguments) {
        // Before anything starts threads: loggers that are made meanwhile would complain on the terminal.
        LoggerFactory.getLogger(Main.class);
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setOut(Terminal.to(System.out))
                .setErr(Terminal.to(System.err))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr()
                            .println(command.getColorScheme().errorText("dragoman: " + Failures.inWords(failure)));
                    return ExitCode.SOFTWARE;
                })
                .setCaseInsensitiveEnumValuesAllowed(true);
    }
}
