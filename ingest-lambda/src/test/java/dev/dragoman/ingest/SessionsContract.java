package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionPhase;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What ingest relies on in a sessions table; run against the fake here and against DynamoDB's endpoints elsewhere. */
abstract class SessionsContract {

    private static final SessionItem LIVE =
            new SessionItem("golden-eagle-427", "speaker", "en", SessionPhase.LIVE, 1_000, 87_400);

    /** An empty table for each test. */
    abstract Sessions sessions();

    @Test
    void whatIsCreatedIsFound() throws Exception {
        // When
        boolean created = sessions().create(LIVE);

        // Then
        assertThat(created).isTrue();
        assertThat(sessions().find("golden-eagle-427")).contains(LIVE);
        assertThat(sessions().find("silver-river-001")).isEmpty();
    }

    @Test
    void anIdThatIsTakenStaysTaken() throws Exception {
        // Given
        sessions().create(LIVE);

        // When
        boolean created =
                sessions().create(new SessionItem("golden-eagle-427", "other", "es", SessionPhase.LIVE, 2_000, 88_400));

        // Then
        assertThat(created).isFalse();
        assertThat(sessions().find("golden-eagle-427")).contains(LIVE);
    }

    @Test
    void creatingTheSameAgainIsDone() throws Exception {
        // Given
        sessions().create(LIVE);

        // When, then
        assertThat(sessions().create(LIVE)).isTrue();
    }

    @Test
    void ofManyAtOnceOneGetsTheId() throws Exception {
        // Given
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> creations = IntStream.range(0, 16)
                    .<Callable<Boolean>>mapToObj(i -> () -> sessions()
                            .create(new SessionItem(
                                    "golden-eagle-427", "speaker" + i, "en", SessionPhase.LIVE, i, 87_400)))
                    .toList();

            // When
            int created = 0;
            for (Future<Boolean> creation : threads.invokeAll(creations)) {
                created += creation.get() ? 1 : 0;
            }

            // Then
            assertThat(created).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void onlyItsSpeakerEndsASession() throws Exception {
        // Given
        sessions().create(LIVE);

        // When
        boolean byAnother = sessions().end("golden-eagle-427", "other");
        SessionPhase before = sessions().find("golden-eagle-427").orElseThrow().phase();
        boolean bySpeaker = sessions().end("golden-eagle-427", "speaker");
        boolean again = sessions().end("golden-eagle-427", "speaker");

        // Then
        assertThat(byAnother).isFalse();
        assertThat(before).isEqualTo(SessionPhase.LIVE);
        assertThat(bySpeaker).isTrue();
        assertThat(again).isTrue();
        assertThat(sessions().find("golden-eagle-427"))
                .contains(new SessionItem("golden-eagle-427", "speaker", "en", SessionPhase.ENDED, 1_000, 87_400));
    }

    @Test
    void whatIsNotThereCannotBeEnded() throws Exception {
        // When, then: and it is not there afterwards either
        assertThat(sessions().end("golden-eagle-427", "speaker")).isFalse();
        assertThat(sessions().find("golden-eagle-427")).isEmpty();
    }
}
