package dev.dragoman.local.cli;

import dev.dragoman.client.RecordedTalk;
import dev.dragoman.local.system.LocalSystem;
import dev.dragoman.local.talk.SampleTalk;
import dev.dragoman.local.talk.Talk;
import dev.dragoman.local.talk.TalkFiles;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code run}: start everything, interpret the sample talk, serve. */
@Command(
        name = "run",
        description = "Start everything on this machine, interpret the sample talk, then serve until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    private static final List<String> LANGUAGES = List.of("es");
    private static final String SAMPLE = "talk-cr-mic-24k-250";

    @Option(names = "--no-talk", description = "Only serve.")
    private boolean noTalk;

    @Option(names = "--once", description = "Exit after the talk; status 0 only if every utterance was heard.")
    private boolean once;

    @Option(names = "--port", paramLabel = "PORT", description = "Where to serve (default: ${DEFAULT-VALUE}).")
    private int port = Addresses.PORT;

    @Option(
            names = "--dashboard-port",
            paramLabel = "PORT",
            description = "Where to show the Flink dashboard (default: ${DEFAULT-VALUE}).")
    private int dashboardPort = Addresses.DASHBOARD_PORT;

    @Option(
            names = "--speech",
            paramLabel = "local|aws",
            description =
                    "Who recognises, translates and speaks: offline engines, or AWS with your credentials (default: ${DEFAULT-VALUE}).")
    private LocalSystem.Speech speech = LocalSystem.Speech.LOCAL;

    @Option(
            names = "--set",
            paramLabel = "GROUP.KEY=VALUE",
            converter = PropertyConverter.class,
            description = "A property of the job that is not as usual, for example Batch.batch.duration.millis=250.")
    private List<LocalSystem.Property> properties = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the talk's MP3s and report go (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("talk-out");

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter progress = Terminal.out(spec);
        if (!noTalk) {
            Files.createDirectories(out);
        }
        Instant began = Instant.now();
        progress.println("Starting the whole system on this machine …");
        try (LocalSystem system = LocalSystem.start(
                LocalSystem.Settings.onPorts(port, dashboardPort).with(speech).with(properties))) {
            progress.printf(
                    "Ready after %s.%n  WebSocket        %s%n  Flink dashboard  %s%n  dead letters     %s%n%n",
                    Terminal.seconds(Duration.between(began, Instant.now()).toMillis()),
                    system.webSocket(),
                    system.dashboard(),
                    system.deadLetters());
            int status = noTalk ? 0 : interpretSample(system, progress);
            if (once) {
                return status;
            }
            progress.printf(
                    "%nListen at http://localhost:%1$d/ and speak at http://localhost:%1$d/speak/ until Ctrl-C."
                            + " In another terminal: ./dragoman speak PATH --to es,ca%2$s%n",
                    system.webSocket().getPort(), port == Addresses.PORT ? "" : " --url " + system.webSocket());
            progress.flush();
            new CountDownLatch(1).await();
            return 0;
        }
    }

    private int interpretSample(LocalSystem system, PrintWriter progress) throws Exception {
        RecordedTalk talk = SampleTalk.load(SAMPLE);
        TalkPrinter printer = new TalkPrinter(progress);
        Talk.Outcome outcome = new Talk(
                        system.webSocket(), system.speaker("sample"), "en", LANGUAGES, SpeakCommand.PATIENCE)
                .speak(talk, printer, session -> progress.printf("A sample talk, in session %s:%n%n", session));
        printer.summary(outcome.report());
        TalkFiles.write(out, outcome, LANGUAGES);
        Path folder = out.toAbsolutePath().normalize();
        progress.println("The MP3s, captions and report.json are in " + folder + ".");
        progress.println("To look at: " + folder.resolve("report.html"));
        return outcome.report().nothingLost(LANGUAGES) ? 0 : 1;
    }

    private static final class PropertyConverter implements ITypeConverter<LocalSystem.Property> {

        private static final Pattern SHAPE = Pattern.compile("([A-Za-z]+)\\.([^=]+)=(.*)");

        @Override
        public LocalSystem.Property convert(String text) {
            Matcher parts = SHAPE.matcher(text);
            if (!parts.matches()) {
                throw new TypeConversionException("'" + text + "'; accepted is GROUP.KEY=VALUE");
            }
            return new LocalSystem.Property(parts.group(1), parts.group(2), parts.group(3));
        }
    }
}
