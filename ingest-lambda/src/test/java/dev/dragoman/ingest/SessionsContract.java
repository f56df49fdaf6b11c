package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.ingest.Sessions.Takeover;
import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionPhase;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What ingest relies on in a sessions table; run against the fake here and against DynamoDB's endpoints elsewhere. */
abstract class SessionsContract {

    private static final SessionItem LIVE =
            session("owner", "speaker", SessionPhase.LIVE, 1_000, "pbkdf2-sha256$1$c2FsdA$aGFzaA");

    /** An empty table for each test. */
    abstract Sessions sessions();

    /** The table of connections beside it. */
    abstract Connections connections();

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
        boolean created = sessions().create(session("other", "other", SessionPhase.LIVE, 2_000, null));

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
                    .<Callable<Boolean>>mapToObj(i ->
                            () -> sessions().create(session("owner", "speaker" + i, SessionPhase.WAITING, i, null)))
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
    void aSessionMayHaveNoPasscodeAndNoSpeakerYet() throws Exception {
        // Given
        SessionItem session = session("owner", "", SessionPhase.WAITING, 1_000, null);

        // When
        sessions().create(session);

        // Then
        assertThat(sessions().find("golden-eagle-427")).contains(session);
    }

    @Test
    void onlyItsSpeakerAndItsOwnerEndASession() throws Exception {
        // Given
        sessions().create(LIVE);

        // When
        boolean byAnother = sessions().end("golden-eagle-427", "other", "somebody");
        boolean byNobody = sessions().end("golden-eagle-427", "", "");
        SessionPhase before = sessions().find("golden-eagle-427").orElseThrow().phase();
        boolean bySpeaker = sessions().end("golden-eagle-427", "speaker", "");
        boolean again = sessions().end("golden-eagle-427", "elsewhere", "owner");

        // Then
        assertThat(byAnother || byNobody).isFalse();
        assertThat(before).isEqualTo(SessionPhase.LIVE);
        assertThat(bySpeaker).isTrue();
        assertThat(again).isTrue();
        assertThat(sessions().find("golden-eagle-427"))
                .contains(session("owner", "speaker", SessionPhase.ENDED, 1_000, LIVE.passcodeHash()));
    }

    @Test
    void whatIsNotThereCannotBeEnded() throws Exception {
        // When, then: and it is not there afterwards either
        assertThat(sessions().end("golden-eagle-427", "speaker", "owner")).isFalse();
        assertThat(sessions().turn("golden-eagle-427", "speaker", Set.of(SessionPhase.LIVE), SessionPhase.MUTED))
                .isFalse();
        assertThat(sessions().find("golden-eagle-427")).isEmpty();
    }

    @Test
    void aPhaseIsLeftOnlyByTheSpeakerAndOnlyIfItIsTheOne() throws Exception {
        // Given
        sessions().create(LIVE);

        // When
        boolean byAnother = turn("other", SessionPhase.LIVE, SessionPhase.PAUSED);
        boolean fromAnother = turn("speaker", SessionPhase.MUTED, SessionPhase.PAUSED);
        boolean done = turn("speaker", SessionPhase.LIVE, SessionPhase.PAUSED);
        boolean again = turn("speaker", SessionPhase.LIVE, SessionPhase.PAUSED);

        // Then
        assertThat(byAnother || fromAnother || again).isFalse();
        assertThat(done).isTrue();
        assertThat(sessions().find("golden-eagle-427").orElseThrow().phase()).isEqualTo(SessionPhase.PAUSED);
    }

    @Test
    void aTakeoverGivesTheRoleFromOneConnectionToTheOther() throws Exception {
        // Given
        sessions().create(LIVE);
        connections().add(speaker("speaker"));

        // When
        Takeover taken = sessions().takeOver(LIVE, speaker("tunnel"));

        // Then
        assertThat(taken).isEqualTo(Takeover.DONE);
        assertThat(sessions().find("golden-eagle-427").orElseThrow().speakerConnectionId())
                .isEqualTo("tunnel");
        assertThat(connections().find("speaker")).isEmpty();
        assertThat(connections().find("tunnel")).contains(speaker("tunnel"));
    }

    @Test
    void takingOverAgainChangesNothing() throws Exception {
        // Given
        sessions().create(LIVE);

        // When
        Takeover same = sessions().takeOver(LIVE, speaker("speaker"));
        Takeover sameAgain = sessions().takeOver(LIVE, speaker("speaker"));

        // Then
        assertThat(List.of(same, sameAgain)).containsOnly(Takeover.DONE);
        assertThat(connections().find("speaker")).contains(speaker("speaker"));
    }

    @Test
    void aSessionWithoutASpeakerCanBeTakenOver() throws Exception {
        // Given
        SessionItem session = session("owner", "", SessionPhase.WAITING, 1_000, null);
        sessions().create(session);

        // When, then
        assertThat(sessions().takeOver(session, speaker("first"))).isEqualTo(Takeover.DONE);
        assertThat(connections().find("first")).contains(speaker("first"));
    }

    @Test
    void whatHasChangedInBetweenIsNotTakenOver() throws Exception {
        // Given
        sessions().create(LIVE);
        sessions().takeOver(LIVE, speaker("faster"));

        // When
        Takeover late = sessions().takeOver(LIVE, speaker("late"));
        sessions().end("golden-eagle-427", "faster", "");
        Takeover ended =
                sessions().takeOver(session("owner", "faster", SessionPhase.LIVE, 1_000, null), speaker("late"));
        Takeover foreign =
                sessions().takeOver(session("other", "faster", SessionPhase.LIVE, 1_000, null), speaker("late"));

        // Then
        assertThat(List.of(late, ended, foreign)).containsOnly(Takeover.CHANGED);
        assertThat(connections().find("late")).isEmpty();
        assertThat(connections().find("faster")).isPresent();
    }

    @Test
    void aListenersConnectionTakesNothingOver() throws Exception {
        // Given
        sessions().create(LIVE);
        ConnectionItem listener = new ConnectionItem("ear", "golden-eagle-427", "es", "secret", true, 100);
        connections().add(listener);

        // When
        Takeover taken = sessions().takeOver(LIVE, speaker("ear"));

        // Then
        assertThat(taken).isEqualTo(Takeover.HAS_ANOTHER_ROLE);
        assertThat(connections().find("ear")).contains(listener);
        assertThat(sessions().find("golden-eagle-427")).contains(LIVE);
    }

    @Test
    void ofManyWhoTakeOverAtOnceOneSpeaksAndHasTheItem() throws Exception {
        // Given
        sessions().create(LIVE);
        connections().add(speaker("speaker"));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Takeover>> takeovers = IntStream.range(0, 8)
                    .<Callable<Takeover>>mapToObj(i -> () -> sessions().takeOver(LIVE, speaker("tunnel" + i)))
                    .toList();

            // When
            int done = 0;
            for (Future<Takeover> takeover : threads.invokeAll(takeovers)) {
                done += takeover.get() == Takeover.DONE ? 1 : 0;
            }

            // Then
            String speaks = sessions().find("golden-eagle-427").orElseThrow().speakerConnectionId();
            assertThat(done).isEqualTo(1);
            for (int i = 0; i < 8; i++) {
                assertThat(connections().find("tunnel" + i).isPresent()).isEqualTo(speaks.equals("tunnel" + i));
            }
            assertThat(connections().find("speaker")).isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }

    private boolean turn(String connectionId, SessionPhase from, SessionPhase to) throws Exception {
        return sessions().turn("golden-eagle-427", connectionId, Set.of(from), to);
    }

    private static ConnectionItem speaker(String connectionId) {
        return new ConnectionItem(connectionId, "golden-eagle-427", ConnectionItem.SPEAKER, "", true, 100);
    }

    private static SessionItem session(
            String owner, String speaker, SessionPhase phase, long created, String passcodeHash) {
        return new SessionItem(
                "golden-eagle-427", owner, speaker, "en", phase, passcodeHash, 300, true, created, 87_400);
    }
}
