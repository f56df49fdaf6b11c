package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.protocol.SessionEnded;
import dev.dragoman.protocol.StreamEvent;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What ingest relies on in an event stream; run against the fake here and against Kinesis' endpoints elsewhere. */
abstract class EventStreamContract {

    abstract EventStream stream();

    /** A session's events as a reader finds them, from the beginning. */
    abstract List<StreamEvent> eventsOf(String sessionId);

    @Test
    void whatIsPutOneAfterTheOtherIsReadInThatOrder() throws Exception {
        // Given
        StreamEvent first = new SessionEnded(1, "golden-eagle-427", 1, 1, 1);
        StreamEvent second = new SessionEnded(1, "golden-eagle-427", 2, 1, 1);

        // When
        stream().put(first);
        stream().put(new SessionEnded(1, "silver-river-001", 1, 1, 1));
        stream().put(second);

        // Then
        assertThat(eventsOf("golden-eagle-427")).containsExactly(first, second);
    }

    @Test
    void whatIsPutTogetherIsAllRead() throws Exception {
        // Given: more than one request takes
        List<SessionEnded> events = IntStream.range(0, 600)
                .mapToObj(i -> new SessionEnded(1, "golden-eagle-427", i, 1, 1))
                .toList();

        // When
        stream().putAll(events);
        stream().putAll(List.of());

        // Then
        assertThat(eventsOf("golden-eagle-427")).containsExactlyInAnyOrderElementsOf(events);
    }
}
