package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.protocol.EndSession;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionEnded;
import dev.dragoman.protocol.SessionEnding;
import dev.dragoman.protocol.SessionPhase;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndSessionRouteTest {

    private final Ingest ingest = new Ingest();

    @BeforeEach
    void aLiveSession() {
        ingest.given(SessionPhase.LIVE, Duration.ofHours(1));
    }

    @Test
    void marksTheSessionAndSaysOnTheStreamHowMuchThereWas() {
        // When
        ServerMessage answer = ingest.say("speaker", new EndSession(Ingest.SESSION, 2, 31));

        // Then
        assertThat(answer).isEqualTo(new SessionEnding(Ingest.SESSION));
        assertThat(ingest.sessions.items.get(Ingest.SESSION).phase()).isEqualTo(SessionPhase.ENDED);
        assertThat(ingest.events.events)
                .containsExactly(new SessionEnded(1, Ingest.SESSION, ingest.clock.millis(), 2, 31));
    }

    @Test
    void canBeRepeatedWhenTheStreamDidNotAnswer() {
        // Given
        ingest.events.faults.refuseNext(1);

        // When
        ServerMessage first = ingest.say("speaker", new EndSession(Ingest.SESSION, 1, 2));
        ServerMessage second = ingest.say("speaker", new EndSession(Ingest.SESSION, 1, 2));

        // Then
        assertThat(first).isInstanceOf(Problem.class);
        assertThat(second).isEqualTo(new SessionEnding(Ingest.SESSION));
        assertThat(ingest.events.events).hasSize(1);
    }
}
