package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.CreateSession;
import dev.dragoman.protocol.S3Keys;
import dev.dragoman.protocol.SessionCreated;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionSettings;
import dev.dragoman.protocol.SessionStarted;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CreateSessionRouteTest {

    private final Ingest ingest = new Ingest();

    @Test
    void remembersTheSessionItsSpeakerAndSaysSoOnTheStream() {
        // When
        SessionCreated created =
                (SessionCreated) ingest.say("somebody", new CreateSession("en", new SessionSettings(true)));

        // Then
        String id = created.sessionId();
        long now = ingest.clock.millis();
        assertThat(id).matches(S3Keys.SESSION_ID);
        assertThat(ingest.sessions.items)
                .containsEntry(
                        id, new SessionItem(id, "somebody", "en", SessionItem.State.LIVE, now, now / 1_000 + 86_400));
        assertThat(ingest.connections.items)
                .containsEntry(
                        "somebody", new ConnectionItem("somebody", id, ConnectionItem.SPEAKER, now / 1_000 + 7_800));
        assertThat(ingest.events.events)
                .containsExactly(new SessionStarted(1, id, now, "en", new SessionSettings(true)));
    }

    @Test
    void usesTheDefaultsWhereNothingWasChosen() {
        // When
        ingest.say("somebody", new CreateSession("en", null));

        // Then
        assertThat(ingest.events.events)
                .singleElement()
                .extracting(event -> ((SessionStarted) event).settings())
                .isEqualTo(SessionSettings.defaults());
    }

    @Test
    void neverGivesAnIdTwice() {
        // Given: the ids that will be drawn next are taken by others
        SessionIds sameIds = new SessionIds(new Random(427));
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            String id = sameIds.next();
            taken.add(id);
            ingest.sessions.items.put(id, new SessionItem(id, "other", "en", SessionItem.State.ENDED, 0, 0));
        }

        // When
        SessionCreated created = (SessionCreated) ingest.say("somebody", new CreateSession("en", null));

        // Then
        assertThat(taken).doesNotContain(created.sessionId());
        assertThat(ingest.sessions.items).hasSize(4);
    }
}
