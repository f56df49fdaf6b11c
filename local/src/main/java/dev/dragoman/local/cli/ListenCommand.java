package dev.dragoman.local.cli;

import dev.dragoman.client.Connectivity;
import dev.dragoman.client.HeardAudio;
import dev.dragoman.client.Listener;
import dev.dragoman.client.ListenerEvents;
import dev.dragoman.client.ListenerOptions;
import dev.dragoman.client.Transport;
import dev.dragoman.protocol.Audio;
import dev.dragoman.protocol.Caption;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.SessionJoined;
import dev.dragoman.protocol.SessionOver;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.Skipped;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code listen}: captions in the terminal, MP3s on disk. */
@Command(
        name = "listen",
        description = "Be a listener: captions in the terminal, MP3s on disk.",
        mixinStandardHelpOptions = true)
final class ListenCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SESSION", description = "The session's id, for example golden-eagle-427.")
    private String session = "";

    @Option(
            names = "--language",
            required = true,
            paramLabel = "LANGUAGE",
            description = "What to hear, for example es.")
    private String language = "";

    @Option(names = "--passcode", paramLabel = "PASSCODE", description = "Where the session asks for one.")
    private @Nullable String passcode;

    @Option(
            names = "--api",
            paramLabel = "URL",
            description = "The HTTP API, http:// or https:// (default: at the WebSocket's host and port).")
    private @Nullable URI api;

    @Option(names = "--save", paramLabel = "DIR", description = "Keep each interpretation as DIR/MEDIASTART.mp3.")
    private @Nullable Path save;

    @Option(
            names = "--url",
            paramLabel = "URL",
            converter = WebSocketUrl.class,
            description = "The WebSocket (default: ${DEFAULT-VALUE}).")
    private URI url = Addresses.LOCAL_WEB_SOCKET;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Terminal.out(spec);
        if (save != null) {
            Files.createDirectories(save);
        }
        try (Listener listener = Listener.connect(
                        Transport.shared(),
                        url,
                        ListenerOptions.defaults().withApi(api),
                        Clock.systemUTC(),
                        new Shown(out, save))
                .join()) {
            SessionJoined joined = listener.join(session, language, passcode).join();
            out.printf(
                    "Listening to %s in %s; it is spoken in %s. Ctrl-C leaves.%n",
                    joined.sessionId(), joined.language(), joined.sourceLanguage());
            SessionOver over = listener.finished().join();
            out.printf("The talk is over: %s of audio.%n", Terminal.clock(over.mediaMillis()));
        }
        return 0;
    }

    /** What a listener sees. */
    private record Shown(PrintWriter out, @Nullable Path save) implements ListenerEvents {

        @Override
        public void caption(Caption caption) {
            if (!caption.partial()) {
                out.printf("%s  %s%n", Terminal.clock(caption.mediaStartMillis()), caption.text());
            }
        }

        @Override
        public void audio(HeardAudio audio) {
            if (save != null) {
                try {
                    Files.write(save.resolve(audio.mediaStartMillis() + ".mp3"), audio.bytes());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        @Override
        public void missed(Audio audio, String reason) {
            out.printf("%s  (no sound: %s)%n", Terminal.clock(audio.mediaStartMillis()), reason);
        }

        @Override
        public void skipped(Skipped skipped) {
            out.printf("%s  (no sound: %s)%n", Terminal.clock(skipped.mediaStartMillis()), skipped.reason());
        }

        @Override
        public void phase(SessionPhase phase) {
            switch (phase) {
                case PAUSED -> out.println("(the speaker has paused)");
                case MUTED -> out.println("(the microphone is off)");
                default -> out.flush();
            }
        }

        @Override
        public void connectivity(Connectivity connectivity) {
            if (connectivity == Connectivity.RECONNECTING) {
                out.println("(the connection was lost; trying again)");
            }
        }

        @Override
        public void problem(Problem problem) {
            out.printf("! %s (%s)%n", problem.message(), problem.code());
        }
    }
}
