package dev.dragoman.job.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.service.AsyncHarness;
import dev.dragoman.job.service.ServiceException;
import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.SessionPhase;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.junit.jupiter.api.Test;

/** The two stages that ask somebody: looking, and ending what is abandoned. */
class WatchStagesTest {

    private static final String SESSION = "golden-eagle-427";
    private static final Look LOOK = new Look(SESSION, SessionPhase.LIVE, 0);
    private static final Abandoned ABANDONED = new Abandoned(SESSION);

    private final FakeAttendance attendance = new FakeAttendance();
    private final FakeSessionEnder ender = new FakeSessionEnder();

    @Test
    void aLookShowsWhoIsThere() throws Exception {
        // Given
        joins("s", ConnectionItem.SPEAKER);
        joins("a", "es");

        // When, then
        try (var looks = looks()) {
            assertThat(looks.put(LOOK).drain())
                    .containsExactly(new Seen(SESSION, SessionPhase.LIVE, Map.of("es", 1), true, 0));
        }
    }

    @Test
    void aLookThatFailsShowsNothingAndTheNextOneDoes() throws Exception {
        // Given
        attendance.faults.failNext(1, ServiceException.throttled("status 400"));

        // When, then
        try (var looks = looks()) {
            assertThat(looks.put(LOOK).put(LOOK).drain())
                    .containsExactly(new Seen(SESSION, SessionPhase.LIVE, Map.of(), false, 0));
        }
    }

    @Test
    void manyListenersAreCountedMoreRarely() throws Exception {
        // Given
        for (int i = 0; i < 6_000; i++) {
            joins("a" + i, "es");
        }

        // When
        int seen;
        try (var looks = looks()) {
            for (int i = 0; i < 8; i++) {
                looks.put(LOOK);
            }
            seen = looks.drain().size();
        }

        // Then: every third one
        assertThat(seen).isEqualTo(3);
    }

    @Test
    void whatIsAbandonedIsEnded() throws Exception {
        // Given
        ender.begins(SESSION, "gone");

        // When, then
        try (var ends = ends()) {
            assertThat(ends.put(ABANDONED).drain()).isEmpty();
        }
        assertThat(ender.isLive(SESSION)).isFalse();
    }

    @Test
    void aLostAnswerIsAskedForAgain() throws Exception {
        // Given
        ender.begins(SESSION, "gone");
        ender.faults.failNext(2, ServiceException.unavailable("status 503"));

        // When, then
        try (var ends = ends()) {
            assertThat(ends.put(ABANDONED).drain()).isEmpty();
        }
        assertThat(ender.saidEnds(SESSION)).isEqualTo(1);
    }

    @Test
    void whatCannotBeEndedIsADeadLetter() throws Exception {
        // Given
        ender.faults.breakWith(ServiceException.refused("status 403"));

        // When, then
        try (var ends = ends()) {
            assertThat(ends.put(ABANDONED).drain())
                    .singleElement()
                    .extracting(DeadLetter::reason)
                    .isEqualTo(EndAbandoned.REASON);
        }
    }

    private void joins(String connectionId, String language) {
        attendance.put(new ConnectionItem(connectionId, SESSION, language, "", true, 4_000_000_000L));
    }

    private AsyncHarness<Look, Seen> looks() throws Exception {
        return AsyncHarness.open(
                new LookFunction(() -> attendance),
                TypeInformation.of(Look.class).createSerializer(new SerializerConfigImpl()),
                Duration.ofSeconds(10),
                null);
    }

    private AsyncHarness<Abandoned, DeadLetter> ends() throws Exception {
        return AsyncHarness.open(
                new EndAbandoned(() -> ender),
                TypeInformation.of(Abandoned.class).createSerializer(new SerializerConfigImpl()),
                Duration.ofSeconds(10),
                null);
    }
}
