package dev.dragoman.local.cli;

import dev.dragoman.client.RecordedTalk;
import dev.dragoman.client.TokenSource;
import dev.dragoman.local.issuer.SignIn;
import dev.dragoman.local.system.LocalSystem;
import dev.dragoman.local.talk.Talk;
import dev.dragoman.local.talk.TalkFiles;
import dev.dragoman.local.talk.TalkRecord;
import dev.dragoman.protocol.ProtocolException;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.SessionSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code speak}: be the speaker of a recorded talk, and hear what comes of it. */
@Command(
        name = "speak",
        description = {
            "Be the speaker: send a recorded talk as it was spoken, and hear every language of it.",
            "Starts the system if none is running. Exit status 0 only if nothing was lost."
        },
        mixinStandardHelpOptions = true)
final class SpeakCommand implements Callable<Integer> {

    /** How long after its last chunk a talk may take to be heard. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Who speaks on this machine when nobody says otherwise. */
    private static final String USER = "speaker";

    private static final Duration CONNECT = Duration.ofSeconds(1);

    @Parameters(
            paramLabel = "PATH",
            description =
                    "A folder of recorded chunks (sent with its manifest's timing, or every 250 ms), or an audio file.")
    private Path path = Path.of("");

    @Option(
            names = "--source",
            paramLabel = "LANGUAGE",
            description = "The language spoken (default: ${DEFAULT-VALUE}).")
    private String source = "en";

    @Option(names = "--to", split = ",", paramLabel = "LANGUAGE", description = "The languages to hear (default: es).")
    private List<String> languages = List.of("es");

    @Option(names = "--out", paramLabel = "DIR", description = "Keep MP3s, captions, report.json and report.html here.")
    private @Nullable Path out;

    @Option(
            names = "--url",
            paramLabel = "URL",
            converter = WebSocketUrl.class,
            description = "The WebSocket (default: ${DEFAULT-VALUE}).")
    private URI url = Addresses.LOCAL_WEB_SOCKET;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = {
                "Who speaks, as a token of the system's issuer (default: the environment's DRAGOMAN_TOKEN,",
                "or whoever a system on this machine signs in)."
            })
    private @Nullable String token = System.getenv("DRAGOMAN_TOKEN");

    @Option(
            names = "--passcode",
            paramLabel = "PASSCODE",
            description = "What listeners have to know, 4 to 64 characters (default: anybody may listen).")
    private @Nullable String passcode;

    @Option(
            names = "--settings",
            paramLabel = "JSON",
            converter = SettingsConverter.class,
            description = {
                "What the speaker chooses for the session, as in createSession, for example",
                "'{\"transcript\":true,\"translatedPartials\":true}' (default: nothing)."
            })
    private SessionSettings settings = SessionSettings.defaults();

    @Option(names = "--json", description = "Print the report as JSON, and nothing else, on standard output.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        RecordedTalk talk = RecordedTalk.read(path);
        if (out != null) {
            Files.createDirectories(out);
        }
        languages = languages.stream().map(String::strip).distinct().toList();
        if (somebodyAnswers(url)) {
            return speak(talk, url);
        }
        if (!url.equals(Addresses.LOCAL_WEB_SOCKET)) {
            Terminal.err(spec).println("dragoman: nobody answers at " + url);
            return 1;
        }
        Terminal.err(spec).println("No system is running: starting one.");
        try (LocalSystem system =
                LocalSystem.start(LocalSystem.Settings.onPorts(Addresses.PORT, Addresses.DASHBOARD_PORT))) {
            return speak(talk, system.webSocket());
        }
    }

    private int speak(RecordedTalk recorded, URI webSocket) throws Exception {
        PrintWriter progress = json ? Terminal.err(spec) : Terminal.out(spec);
        TalkPrinter printer = new TalkPrinter(progress);
        TalkRecord.Watcher watcher = printer;
        Talk.Outcome outcome = new Talk(webSocket, speaker(webSocket), source, languages, PATIENCE, settings)
                .withPasscode(passcode)
                .speak(recorded, watcher, session -> progress.printf("Speaking in session %s.%n", session));
        printer.summary(outcome.report());
        if (out != null) {
            TalkFiles.write(out, outcome, languages);
            progress.println("Everything is in " + out + "; to look at: "
                    + out.resolve("report.html").toAbsolutePath());
        }
        if (json) {
            Terminal.out(spec).print(TalkFiles.json(outcome.report()));
            Terminal.out(spec).flush();
        }
        return outcome.report().nothingLost(languages) ? 0 : 1;
    }

    private TokenSource speaker(URI webSocket) {
        return token == null || token.isBlank() ? new SignIn(webSocket, USER) : TokenSource.of(token.strip());
    }

    private static boolean somebodyAnswers(URI url) {
        int port = url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("wss") ? 443 : 80;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(url.getHost(), port), (int) CONNECT.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static final class SettingsConverter implements ITypeConverter<SessionSettings> {
        @Override
        public SessionSettings convert(String json) {
            try {
                return ProtocolJson.read(json.getBytes(StandardCharsets.UTF_8), SessionSettings.class);
            } catch (ProtocolException e) {
                throw new TypeConversionException(e.getMessage() + " Accepted: " + e.accepted() + ".");
            }
        }
    }
}
