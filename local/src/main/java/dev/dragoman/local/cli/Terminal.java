package dev.dragoman.local.cli;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** How things are written to the terminal. */
final class Terminal {

    private Terminal() {}

    /** Where a command writes what it was asked for. */
    static PrintWriter out(@Nullable CommandSpec spec) {
        return spec == null ? to(System.out) : spec.commandLine().getOut();
    }

    /** Where a command writes what it does meanwhile. */
    static PrintWriter err(@Nullable CommandSpec spec) {
        return spec == null ? to(System.err) : spec.commandLine().getErr();
    }

    /** A stream in UTF-8, whatever the machine's locale is: translations are not ASCII. */
    static PrintWriter to(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** Media time as minutes and seconds, for example {@code 01:02.3}. */
    static String clock(long mediaMillis) {
        return String.format(
                Locale.ROOT, "%02d:%02d.%d", mediaMillis / 60_000, mediaMillis / 1_000 % 60, mediaMillis / 100 % 10);
    }

    /** So many of something, for example {@code 1 gap} or {@code 2 gaps}. */
    static String count(long many, String what) {
        return many + " " + what + (many == 1 ? "" : "s");
    }

    /** A duration in seconds, for example {@code 1.4 s}. */
    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
}
