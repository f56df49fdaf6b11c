package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.JoinSession;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionPhase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
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

    private static final class Lines extends AbstractAppender {

        final List<String> shown = new CopyOnWriteArrayList<>();

        Lines() {
            super("lines", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            shown.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
        }
    }
}
