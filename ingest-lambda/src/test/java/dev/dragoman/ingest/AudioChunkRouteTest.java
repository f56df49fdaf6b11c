package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.ChunkAcknowledged;
import dev.dragoman.protocol.ChunkReference;
import dev.dragoman.protocol.EndSession;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.RecordingEnded;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionPhase;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AudioChunkRouteTest {

    private static final String KEY = "sessions/golden-eagle-427/chunks/0000/00000001.webm";

    private final Ingest ingest = new Ingest();

    @BeforeEach
    void aLiveSession() {
        ingest.given(SessionPhase.LIVE, Duration.ofHours(1));
    }

    @Test
    void storesTheBytesAndPutsTheReferenceOnTheStream() {
        // When
        ServerMessage answer = send(1, new byte[] {7, 8, 9});

        // Then
        assertThat(answer).isEqualTo(new ChunkAcknowledged(Ingest.SESSION, 0, 1));
        assertThat(ingest.chunks.objects.get(KEY)).containsExactly(7, 8, 9);
        assertThat(ingest.events.events)
                .containsExactly(new ChunkReference(
                        1, Ingest.SESSION, ingest.clock.millis(), 0, 1, InMemoryChunkStore.BUCKET, KEY, 3, 1_000));
    }

    @Test
    void timesAChunkByWhenItCameHoweverLongStoringTakes() {
        // Given
        long came = ingest.clock.millis();
        ingest.chunks.faults.slowBy(() -> ingest.clock.goOn(Duration.ofSeconds(3)));

        // When
        send(1, new byte[] {7});

        // Then
        assertThat(ingest.events.events).singleElement().matches(event -> event.serverMillis() == came);
    }

    @Test
    void aRepetitionGoesUnderTheSameKey() {
        // When
        send(1, new byte[] {7});
        ServerMessage answer = send(1, new byte[] {7});

        // Then
        assertThat(answer).isEqualTo(new ChunkAcknowledged(Ingest.SESSION, 0, 1));
        assertThat(ingest.chunks.objects).containsOnlyKeys(KEY);
        assertThat(ingest.events.events)
                .hasSize(2)
                .allMatch(event -> ((ChunkReference) event).key().equals(KEY));
    }

    @Test
    void doesNotAcknowledgeWhatMayNotBeStoredButTakesItTheNextTime() {
        // Given
        ingest.chunks.faults.loseAnswerOfNext(1);

        // When
        ServerMessage first = send(1, new byte[] {7});
        ServerMessage second = send(1, new byte[] {7});

        // Then
        assertThat(((Problem) first).code()).isEqualTo(ProblemCode.UNAVAILABLE);
        assertThat(second).isEqualTo(new ChunkAcknowledged(Ingest.SESSION, 0, 1));
        assertThat(ingest.events.events).hasSize(1);
    }

    @Test
    void doesNotAcknowledgeWhatMayNotBeOnTheStreamButTakesItTheNextTime() {
        // Given
        ingest.events.faults.loseAnswerOfNext(1);

        // When
        ServerMessage first = send(1, new byte[] {7});
        ServerMessage second = send(1, new byte[] {7});

        // Then: twice on the stream is harmless, for the key is the same
        assertThat(((Problem) first).code()).isEqualTo(ProblemCode.UNAVAILABLE);
        assertThat(second).isEqualTo(new ChunkAcknowledged(Ingest.SESSION, 0, 1));
        assertThat(ingest.events.events).hasSize(2);
    }

    @Test
    void doesNotStoreARecordingThatIsNoWebm() {
        // When
        ServerMessage answer = send(0, new byte[] {'O', 'g', 'g', 'S', 0});

        // Then
        assertThat(((Problem) answer).code()).isEqualTo(ProblemCode.UNSUPPORTED_AUDIO);
        assertThat(ingest.chunks.objects).isEmpty();
        assertThat(ingest.events.events).isEmpty();
    }

    @Test
    void looksAtTheSessionOnceInAFewSeconds() {
        // Given
        for (int sequence = 1; sequence <= 20; sequence++) {
            ingest.clock.goOn(Duration.ofMillis(240));
            send(sequence, new byte[] {7});
        }
        int beforeLong = ingest.sessions.finds.get();

        // When
        ingest.clock.goOn(LiveSessions.REMEMBER);
        send(21, new byte[] {7});

        // Then
        assertThat(beforeLong).isEqualTo(1);
        assertThat(ingest.sessions.finds).hasValue(2);
        assertThat(ingest.chunks.puts).hasValue(21);
    }

    @Test
    void takesNothingMoreOnceTheSessionIsEndedHere() {
        // Given
        send(1, new byte[] {7});
        ingest.say("speaker", new EndSession(Ingest.SESSION, 1, 2));

        // When
        ServerMessage answer = send(2, new byte[] {7});

        // Then
        assertThat(((Problem) answer).code()).isEqualTo(ProblemCode.SESSION_ENDED);
        assertThat(ingest.chunks.objects).containsOnlyKeys(KEY);
    }

    @Test
    void noticesSoonThatTheSessionWasEndedElsewhere() throws Exception {
        // Given
        send(1, new byte[] {7});
        ingest.sessions.end(Ingest.SESSION, "speaker", "");

        // When
        ingest.clock.goOn(LiveSessions.REMEMBER);
        ServerMessage answer = send(2, new byte[] {7});

        // Then
        assertThat(((Problem) answer).code()).isEqualTo(ProblemCode.SESSION_ENDED);
    }

    @Test
    void goesOnForAWhileWithoutTheSessionTable() {
        // Given
        send(1, new byte[] {7});
        ingest.sessions.faults.refuseNext(Integer.MAX_VALUE);

        // When
        ServerMessage soon = send(2, new byte[] {7});
        ingest.clock.goOn(LiveSessions.REMEMBER);
        ServerMessage later = send(3, new byte[] {7});

        // Then
        assertThat(soon).isEqualTo(new ChunkAcknowledged(Ingest.SESSION, 0, 2));
        assertThat(((Problem) later).code()).isEqualTo(ProblemCode.UNAVAILABLE);
    }

    @Test
    void theFirstChunkMakesAWaitingSessionLiveAndLaterOnesCostNoWrite() {
        // Given
        ingest.given(SessionPhase.WAITING, Duration.ofMinutes(1));

        // When
        send(0, Ingest.WEBM_START);
        SessionPhase phase = ingest.session().phase();
        send(1, new byte[] {7});

        // Then
        assertThat(phase).isEqualTo(SessionPhase.LIVE);
        assertThat(ingest.session().phase()).isEqualTo(SessionPhase.LIVE);
    }

    @Test
    void aLateChunkDoesNotEndAPause() {
        // Given
        ingest.given(SessionPhase.PAUSED, Duration.ofMinutes(1));

        // When
        ServerMessage answer = send(5, new byte[] {7});

        // Then
        assertThat(answer).isEqualTo(new ChunkAcknowledged(Ingest.SESSION, 0, 5));
        assertThat(ingest.session().phase()).isEqualTo(SessionPhase.PAUSED);
    }

    @Test
    void aRecordingsLastChunkEndsItOnTheStream() {
        // When
        ingest.say("speaker", new AudioChunk(Ingest.SESSION, 2, 31, 1_000, new byte[] {7}, true));

        // Then
        assertThat(ingest.events.events)
                .element(1)
                .isEqualTo(new RecordingEnded(1, Ingest.SESSION, ingest.clock.millis(), 2, 32, false));
    }

    @Test
    void looksAgainBeforeItRefusesANewSpeaker() throws Exception {
        // Given: what is remembered is the speaker before
        send(1, new byte[] {7});
        ingest.sessions.takeOver(ingest.session(), Lifetimes.speaker("tunnel", Ingest.SESSION, ingest.clock.millis()));

        // When
        ServerMessage answer = ingest.say("tunnel", new AudioChunk(Ingest.SESSION, 0, 2, 1_000, new byte[] {7}));

        // Then
        assertThat(answer).isEqualTo(new ChunkAcknowledged(Ingest.SESSION, 0, 2));
    }

    private ServerMessage send(int sequence, byte[] data) {
        return ingest.say("speaker", new AudioChunk(Ingest.SESSION, 0, sequence, 1_000, data));
    }
}
