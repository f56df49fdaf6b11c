package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.APIGatewayCustomAuthorizerEvent;
import dev.dragoman.protocol.AskSessionStatus;
import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.ChangeLanguage;
import dev.dragoman.protocol.ChunkPlace;
import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.CreateSession;
import dev.dragoman.protocol.EndSession;
import dev.dragoman.protocol.Heartbeat;
import dev.dragoman.protocol.JoinSession;
import dev.dragoman.protocol.LeaveSession;
import dev.dragoman.protocol.MuteSession;
import dev.dragoman.protocol.PauseSession;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.RefreshConnection;
import dev.dragoman.protocol.ResumeSession;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionAccess;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.SessionSettings;
import dev.dragoman.protocol.TranslationSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes wrong is in the log, and what was said is not. */
class IngestLogTest {

    private final Ingest ingest = new Ingest();
    private final Lines lines = new Lines();
    private final Logger logger = (Logger) LogManager.getLogger("dev.dragoman.ingest");

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
        ingest.given(SessionPhase.LIVE, Duration.ofHours(1));
    }

    @AfterEach
    void stop() {
        logger.removeAppender(lines);
    }

    @Test
    void namesTheSessionAndTheServiceButNotTheChunk() {
        // Given
        ingest.chunks.faults.refuseNext(1);

        // When
        ingest.say("speaker", new AudioChunk(Ingest.SESSION, 0, 1, 5, "spoken".getBytes(StandardCharsets.UTF_8)));

        // Then
        assertThat(lines.shown)
                .containsExactly("WARN unavailable session=golden-eagle-427 what=the chunk store did not answer"
                        + " cause=java.io.IOException: refused by the test");
    }

    @Test
    void whatBreaksIsAProblemToTheClientAndAnErrorInTheLog() {
        // Given
        ingest.sessions.faults.slowBy(() -> {
            throw new IllegalStateException("broken by the test");
        });

        // When
        JoinSession join = new JoinSession(Ingest.SESSION, "es");
        ServerMessage answer = ingest.say("somebody", join);

        // Then
        assertThat(answer)
                .isEqualTo(Problem.ofSession(
                                ProblemCode.INTERNAL,
                                "Something broke on the server, please try again.",
                                Ingest.SESSION)
                        .answering(join));
        assertThat(lines.shown).containsExactly("ERROR broken connection=somebody");
    }

    @Test
    void aDisconnectThatFailsIsNotedAndNothingMore() {
        // Given
        ingest.connections.faults.refuseNext(1);

        // When
        int status = ingest.send("$disconnect", "listener", null).getStatusCode();

        // Then
        assertThat(status).isEqualTo(200);
        assertThat(lines.shown).hasSize(1);
    }

    @Test
    void nothingThatIsSecretIsInTheLogWhateverFails() throws Exception {
        // Given: everything that nobody may read, in every place where it can come
        String passcode = "sentinel-passcode";
        String words = "sentinel-words";
        String secret = "c2VudGluZWwtdGlja2V0";
        String user = "sentinel-user";
        ingest.given(SessionPhase.LIVE, Duration.ofHours(1), passcode, 100);
        List<ClientMessage> messages = List.of(
                new CreateSession(
                        "en",
                        SessionSettings.defaults().with(new TranslationSettings(words, null, false, false)),
                        new SessionAccess(passcode, null)),
                new JoinSession(Ingest.SESSION, "es", passcode),
                new JoinSession(Ingest.SESSION, words, passcode),
                new JoinSession(words, "es", passcode),
                new AudioChunk(Ingest.SESSION, 0, 1, 5, words.getBytes(StandardCharsets.UTF_8)),
                new PauseSession(Ingest.SESSION, 0, 1),
                new ResumeSession(Ingest.SESSION, new ChunkPlace(0, 0)),
                new MuteSession(Ingest.SESSION, true),
                new ChangeLanguage(Ingest.SESSION, "fr"),
                new LeaveSession(Ingest.SESSION),
                new AskSessionStatus(Ingest.SESSION),
                new RefreshConnection(Ingest.SESSION, "listener." + secret, null),
                new Heartbeat(),
                new EndSession(Ingest.SESSION, 1, 1));
        Faults[] services = {
            ingest.sessions.faults,
            ingest.connections.faults,
            ingest.chunks.faults,
            ingest.events.faults,
            ingest.limits.faults,
            ingest.interpretations.faults
        };

        // When: as usual, with each service down, and with each broken
        for (int trouble = 0; trouble <= 2 * services.length; trouble++) {
            for (ClientMessage message : messages) {
                if (trouble > 0) {
                    Faults faults = services[(trouble - 1) / 2];
                    faults.refuseNext(trouble % 2 == 0 ? Integer.MAX_VALUE : 0);
                    faults.slowBy(
                            trouble % 2 == 0
                                    ? () -> {}
                                    : () -> {
                                        throw new IllegalStateException("broken by the test");
                                    });
                }
                ingest.send(
                        "$default",
                        "speaker",
                        user,
                        Map.of("Sec-WebSocket-Protocol", "dragoman, sentinel.token.x"),
                        ProtocolJson.write(message));
                ingest.request(
                        "GET",
                        "/audio/" + Ingest.SESSION + "/es",
                        null,
                        Map.of("dragoman-ticket", "listener." + secret, "dragoman-passcode", passcode),
                        user,
                        null);
            }
            ingest.send("$default", "speaker", user, null, words);
            ingest.send(
                    "$connect", "speaker", user, Map.of("Sec-WebSocket-Protocol", "dragoman, sentinel.token.x"), null);
        }

        // Then
        assertThat(lines.shown).hasSizeGreaterThan(20);
        assertThat(String.join("\n", lines.shown) + String.join("\n", lines.thrown))
                .doesNotContain("sentinel")
                .doesNotContain(secret)
                .doesNotContain(Ingest.ADDRESS)
                .doesNotContain(Base64.getEncoder().encodeToString(words.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aRefusedTokenIsNotedWithoutTheToken() {
        // Given
        SignIn signIn = new SignIn(URI.create("https://issuer.example"), URI.create("https://issuer.example/k"), "app");
        Authorizer authorizer = new Authorizer(Tokens.of(signIn, ingest.clock));

        // When
        assertThatThrownBy(() -> authorizer.handleRequest(
                        APIGatewayCustomAuthorizerEvent.builder()
                                .withHeaders(Map.of("Sec-WebSocket-Protocol", "dragoman, sentinel.token.x"))
                                .build(),
                        null))
                .hasMessage("Unauthorized");

        // Then
        assertThat(lines.shown).containsExactly("INFO token refused reason=not a signed token");
    }

    @Test
    void limitsThatCannotBeCheckedAreNotedOnceAMinute() {
        // Given
        ingest.limits.faults.refuseNext(Integer.MAX_VALUE);

        // When
        for (int second = 0; second < 90; second++) {
            ingest.say("somebody", new JoinSession(Ingest.SESSION, "es"));
            ingest.clock.goOn(Duration.ofSeconds(1));
        }

        // Then
        assertThat(lines.shown)
                .containsExactly(
                        "WARN limits not checked count=1 what=the limit table did not answer"
                                + " cause=java.io.IOException: refused by the test",
                        "WARN limits not checked count=60 what=the limit table did not answer"
                                + " cause=java.io.IOException: refused by the test");
    }

    private static final class Lines extends AbstractAppender {

        final List<String> shown = new CopyOnWriteArrayList<>();
        final List<String> thrown = new CopyOnWriteArrayList<>();

        Lines() {
            super("lines", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            shown.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
            if (event.getThrown() != null) {
                thrown.add(String.valueOf(event.getThrown().getMessage()));
            }
        }
    }
}
