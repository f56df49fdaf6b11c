package dev.dragoman.local.system;

import dev.dragoman.local.talk.TalkRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * The job is stopped with a savepoint in the middle of a sentence, while it runs in processes of its own, and goes on
 * with another parallelism. Every session is hit with it; none loses a word, and none hears one twice.
 */
class JobFaultsITCase {

    private static final List<String> LANGUAGES = List.of("es", "ca");
    private static final Speech SPEECH = Speech.of(0, 1, 2, 3, 4, 5, 6, 7);

    @Test
    void aTalkGoesOnWithAnotherParallelism() throws Exception {
        try (LocalSystem system =
                LocalSystem.start(LocalSystem.Settings.onFreePorts().withTaskManagers(2))) {
            // Given a talk
            Speaking calm =
                    Speaking.begin("calm", system, SPEECH, LANGUAGES, new TalkRecord.Watcher() {}, session -> {});
            calm.report();
            CompletableFuture<Void> inThird = new CompletableFuture<>();
            Speaking talk = Speaking.begin(
                    "savepoint, 2 to 3 subtasks",
                    system,
                    SPEECH,
                    LANGUAGES,
                    new MidSentence(2, () -> inThird.complete(null)),
                    session -> {});

            // When the job is restored in the middle of the third sentence
            inThird.join();
            system.restartJob(3);

            // Then every word is recognised once; what was told before is heard, and what is said after it came
            // back; what got too old meanwhile is read
            talk.keepsItsWords()
                    .recognisesWhatACalmTalkDoes(calm)
                    .skipsOnlyWhatIsLate()
                    .hearsSentences(0, 1, 5, 6, 7);
        }
    }
}
