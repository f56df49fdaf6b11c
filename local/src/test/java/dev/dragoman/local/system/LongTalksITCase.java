package dev.dragoman.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.transcribe.StreamId;
import dev.dragoman.local.faults.Fault;
import dev.dragoman.local.faults.Faults;
import dev.dragoman.local.talk.TalkRecord;
import dev.dragoman.local.talk.TalkReport.SpokenUtterance;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Speakers who never pause, and speakers who pause for minutes. Both speak at the same time. */
class LongTalksITCase {

    private static final List<String> LANGUAGES = List.of("es");
    private static final Duration SILENCE = Duration.ofMinutes(2);

    /** What the job is told: no utterance is longer. */
    private static final long LONGEST_UTTERANCE_MILLIS = 6_000;

    private static final long HEARD_P95_MILLIS = 6_000;

    private static final Starts STARTS = new Starts();
    private static final CompletableFuture<String> SILENT_SESSION = new CompletableFuture<>();

    private static LocalSystem system;
    private static Speech unbroken;
    private static Speaking breathless;
    private static Speaking silent;

    @BeforeAll
    static void speakBoth() throws Exception {
        system = LocalSystem.start(LocalSystem.Settings.onFreePorts().with(STARTS));
        unbroken = Speech.unbroken();
        silent = Speaking.begin(
                "two minutes of silence",
                system,
                Speech.interrupted(SILENCE, 0, 5),
                LANGUAGES,
                new TalkRecord.Watcher() {},
                SILENT_SESSION::complete);
        breathless =
                Speaking.begin("no pauses", system, unbroken, LANGUAGES, new TalkRecord.Watcher() {}, session -> {});
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    @Test
    void whoNeverPausesIsCutWithoutLosingOrDoublingAWord() {
        assertThat(unbroken.length()).isGreaterThanOrEqualTo(Duration.ofSeconds(40));
        breathless.keepsItsWords().everythingIsHeardIn("es");
    }

    @Test
    void noUtteranceIsLongerThanTheBound() {
        for (SpokenUtterance utterance : breathless.report().utterances()) {
            assertThat(utterance.mediaEndMillis() - utterance.mediaStartMillis())
                    .as("the length of '%s'", utterance.text())
                    .isLessThanOrEqualTo(LONGEST_UTTERANCE_MILLIS);
        }
    }

    @Test
    void whoNeverPausesIsHeardInTime() {
        assertThat(breathless.heardMillis("es").p95())
                .as("heard p95; all: %s", breathless.heardMillis("es"))
                .isLessThanOrEqualTo(HEARD_P95_MILLIS);
    }

    @Test
    void silenceInventsNothingAndLosesNothing() {
        silent.keepsItsWords().everythingIsHeardIn("es");
        assertThat(silent.report().utterances())
                .as("one utterance before the silence, one after it")
                .hasSize(2);
        assertThat(silent.report().utterances().get(1).text())
                .as("the first word after the silence")
                .startsWith("The president");
    }

    @Test
    void silenceHasNoStream() {
        silent.report();
        assertThat(STARTS.of(SILENT_SESSION.join()))
                .as("streams: one before the silence, one after it")
                .isEqualTo(2);
    }

    /** Counts the streams of each session; nothing goes wrong. */
    private static final class Starts implements Faults {

        private final List<String> streams = new CopyOnWriteArrayList<>();

        @Override
        public Fault next(String operation) {
            return Fault.NONE;
        }

        @Override
        public Fault next(String operation, String target) {
            if (operation.equals("StartStreamTranscription")) {
                streams.add(target);
            }
            return Fault.NONE;
        }

        long of(String sessionId) {
            return streams.stream()
                    .filter(stream -> StreamId.isOf(stream, sessionId))
                    .count();
        }
    }
}
