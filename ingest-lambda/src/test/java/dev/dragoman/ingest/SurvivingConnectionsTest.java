package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.ChangeLanguage;
import dev.dragoman.protocol.ChunkAcknowledged;
import dev.dragoman.protocol.ChunkPlace;
import dev.dragoman.protocol.ChunkRange;
import dev.dragoman.protocol.ChunkReference;
import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.JoinSession;
import dev.dragoman.protocol.PauseSession;
import dev.dragoman.protocol.PhaseChanged;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.RecordingEnded;
import dev.dragoman.protocol.RefreshConnection;
import dev.dragoman.protocol.ResumeSession;
import dev.dragoman.protocol.S3Keys;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionJoined;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.SessionResumed;
import dev.dragoman.protocol.SessionState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A new connection goes on where the one before was: for the speaker and for a listener. */
class SurvivingConnectionsTest {

    private final Ingest ingest = new Ingest();

    @BeforeEach
    void aLiveSession() {
        ingest.given(SessionPhase.LIVE, Duration.ofHours(1));
    }

    @Test
    void theOwnerGoesOnAndIsToldWhatIsThere() {
        // Given
        for (int sequence : new int[] {0, 1, 2, 4, 5}) {
            ingest.say("speaker", new AudioChunk(Ingest.SESSION, 0, sequence, 1, bytes(sequence)));
        }
        ingest.say("speaker", new AudioChunk(Ingest.SESSION, 1, 0, 1, Ingest.WEBM_START));
        ingest.events.events.clear();

        // When
        ServerMessage answer =
                ingest.say("tunnel", Ingest.OWNER, new RefreshConnection(Ingest.SESSION, null, new ChunkPlace(0, 1)));

        // Then: the newest chunk of a recording may have been its last, and is sent again
        assertThat(answer)
                .isEqualTo(new SessionResumed(
                        Ingest.SESSION, SessionPhase.LIVE, List.of(new ChunkRange(0, 1, 2), new ChunkRange(0, 4, 4))));
        assertThat(ingest.session().speakerConnectionId()).isEqualTo("tunnel");
        assertThat(ingest.connection("speaker")).isNull();
        assertThat(ingest.events.events)
                .extracting(event -> ((ChunkReference) event).key())
                .containsExactly(
                        S3Keys.chunk(Ingest.SESSION, 0, 1),
                        S3Keys.chunk(Ingest.SESSION, 0, 2),
                        S3Keys.chunk(Ingest.SESSION, 0, 4),
                        S3Keys.chunk(Ingest.SESSION, 0, 5),
                        S3Keys.chunk(Ingest.SESSION, 1, 0));
    }

    @Test
    void nothingIsPromisedWhenTheStreamMayNotHaveIt() {
        // Given
        ingest.say("speaker", new AudioChunk(Ingest.SESSION, 0, 1, 1, bytes(1)));
        ingest.say("speaker", new AudioChunk(Ingest.SESSION, 0, 2, 1, bytes(2)));
        ingest.events.faults.refuseNext(1);

        // When
        ServerMessage answer =
                ingest.say("tunnel", Ingest.OWNER, new RefreshConnection(Ingest.SESSION, null, new ChunkPlace(0, 0)));

        // Then
        assertThat(answer).isEqualTo(new SessionResumed(Ingest.SESSION, SessionPhase.LIVE, List.of()));
    }

    @Test
    void theConnectionBeforeIsNotTheSpeakerAnyMore() {
        // Given
        ingest.say("tunnel", Ingest.OWNER, new RefreshConnection(Ingest.SESSION, null, null));

        // When
        ServerMessage before = ingest.say("speaker", new AudioChunk(Ingest.SESSION, 0, 1, 1, bytes(1)));
        ServerMessage now = ingest.say("tunnel", new AudioChunk(Ingest.SESSION, 0, 1, 1, bytes(1)));

        // Then
        assertThat(((Problem) before).code()).isEqualTo(ProblemCode.NOT_ALLOWED);
        assertThat(now).isEqualTo(new ChunkAcknowledged(Ingest.SESSION, 0, 1));
    }

    @Test
    void aPauseIsOverWhenTheOwnerGoesOnAndNotWhenTheConnectionIsRenewed() {
        // Given
        ServerMessage paused = ingest.say("speaker", new PauseSession(Ingest.SESSION, 0, 7));

        // When
        ServerMessage renewed = ingest.say("tunnel", Ingest.OWNER, new RefreshConnection(Ingest.SESSION, null, null));
        ServerMessage resumed = ingest.say("tunnel", Ingest.OWNER, new ResumeSession(Ingest.SESSION, null));

        // Then
        long now = ingest.clock.millis();
        assertThat(paused).isEqualTo(new SessionState(Ingest.SESSION, SessionPhase.PAUSED));
        assertThat(renewed).isEqualTo(new SessionResumed(Ingest.SESSION, SessionPhase.PAUSED, List.of()));
        assertThat(resumed).isEqualTo(new SessionResumed(Ingest.SESSION, SessionPhase.LIVE, List.of()));
        assertThat(ingest.events.events)
                .containsExactly(
                        new RecordingEnded(1, Ingest.SESSION, now, 0, 7, true),
                        new PhaseChanged(1, Ingest.SESSION, now, SessionPhase.PAUSED),
                        new PhaseChanged(1, Ingest.SESSION, now, SessionPhase.LIVE));
    }

    @Test
    void goingOnCanBeRepeatedWhenTheStreamDidNotAnswer() {
        // Given
        ingest.say("speaker", new PauseSession(Ingest.SESSION, -1, 0));
        ingest.events.faults.refuseNext(1);

        // When
        ServerMessage first = ingest.say("tunnel", Ingest.OWNER, new ResumeSession(Ingest.SESSION, null));
        ServerMessage second = ingest.say("tunnel", Ingest.OWNER, new ResumeSession(Ingest.SESSION, null));

        // Then
        assertThat(((Problem) first).code()).isEqualTo(ProblemCode.UNAVAILABLE);
        assertThat(second).isEqualTo(new SessionResumed(Ingest.SESSION, SessionPhase.LIVE, List.of()));
        assertThat(ingest.events.events)
                .last()
                .isEqualTo(new PhaseChanged(1, Ingest.SESSION, ingest.clock.millis(), SessionPhase.LIVE));
    }

    @Test
    void aListenersTicketGivesTheNewConnectionTheSameEars() throws Exception {
        // Given: lost in a tunnel
        ingest.send("$disconnect", "listener", null);
        ingest.clock.goOn(Duration.ofSeconds(59));

        // When
        SessionJoined joined =
                (SessionJoined) ingest.say("tunnel", new RefreshConnection(Ingest.SESSION, Ingest.TICKET, null));

        // Then
        assertThat(joined.language()).isEqualTo("es");
        assertThat(joined.ticket()).startsWith("tunnel.").isNotEqualTo(Ingest.TICKET);
        assertThat(ingest.connection("listener")).isNull();
        assertThat(ingest.connection("tunnel").here()).isTrue();
        assertThat(ingest.connections.listeners(Ingest.SESSION, ingest.clock.millis() / 1_000))
                .containsOnlyKeys("es");
    }

    @Test
    void aListenerWhoWasGoneForLongerJoinsAgain() {
        // Given
        ingest.send("$disconnect", "listener", null);
        ingest.clock.goOn(Duration.ofSeconds(ConnectionItem.KEPT_SECONDS));

        // When
        ServerMessage answer = ingest.say("tunnel", new RefreshConnection(Ingest.SESSION, Ingest.TICKET, null));

        // Then
        assertThat(((Problem) answer).field()).isEqualTo("ticket");
        assertThat(ingest.connection("tunnel")).isNull();
    }

    @Test
    void aTicketAsksForNoPasscodeAndNoRoom() {
        // Given
        ingest.given(SessionPhase.LIVE, Duration.ofHours(1), "open sesame", 1);

        // When
        ServerMessage renewed = ingest.say("tunnel", new RefreshConnection(Ingest.SESSION, Ingest.TICKET, null));
        ServerMessage joined = ingest.say("other", new JoinSession(Ingest.SESSION, "es", "open sesame"));

        // Then
        assertThat(renewed).isInstanceOf(SessionJoined.class);
        assertThat(((Problem) joined).code()).isEqualTo(ProblemCode.SESSION_FULL);
    }

    @Test
    void aTicketIsGoodOnceAndOnItsNewConnectionAgain() {
        // Given
        RefreshConnection refresh = new RefreshConnection(Ingest.SESSION, Ingest.TICKET, null);
        ingest.say("tunnel", refresh);

        // When
        ServerMessage again = ingest.say("tunnel", refresh);
        ServerMessage thief = ingest.say("thief", refresh);

        // Then
        assertThat(again).isInstanceOf(SessionJoined.class);
        assertThat(((Problem) thief).code()).isEqualTo(ProblemCode.NOT_ALLOWED);
        assertThat(ingest.connections.items).containsOnlyKeys("speaker", "tunnel");
    }

    @Test
    void anotherLanguageKeepsTheTicket() {
        // When
        SessionJoined changed = (SessionJoined) ingest.say("listener", new ChangeLanguage(Ingest.SESSION, "fr"));

        // Then
        assertThat(changed.ticket()).isEqualTo(Ingest.TICKET);
        assertThat(ingest.connection("listener").language()).isEqualTo("fr");
    }

    private static byte[] bytes(int sequence) {
        return sequence == 0 ? Ingest.WEBM_START : new byte[] {(byte) sequence};
    }
}
