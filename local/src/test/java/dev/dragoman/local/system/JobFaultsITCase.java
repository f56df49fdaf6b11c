package dev.dragoman.local.system;

import dev.dragoman.local.talk.TalkRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The job is hit in the middle of a sentence, while it runs in processes of its own. Every session is
 * hit with it; none loses a word, and none hears one twice.
 */
class JobFaultsITCase {

    /** What happens to the job. */
    private interface Hit {
        void happens() throws Exception;
    }

    private static final List<String> LANGUAGES = List.of("es", "ca");
    private static final Speech SPEECH = Speech.of(0, 1, 2, 3, 4, 5, 6, 7);

    private static LocalSystem system;
    private static Speaking calm;

    @BeforeAll
    static void start() throws Exception {
        system = LocalSystem.start(LocalSystem.Settings.onFreePorts().withTaskManagers(2));
        calm = Speaking.begin("calm", system, SPEECH, LANGUAGES, new TalkRecord.Watcher() {}, session -> {});
        calm.report();
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    @Test
    void aTaskManagerIsKilled() throws Exception {
        isBorne("TaskManager killed", system::killTaskManager);
    }

    @Test
    void theJobIsRestoredFromASavepointWithAnotherParallelism() throws Exception {
        isBorne("savepoint, 2 to 3 subtasks", () -> system.restartJob(3));
    }

    private static void isBorne(String name, Hit hit) throws Exception {
        // Given a talk
        CompletableFuture<Void> inThird = new CompletableFuture<>();
        Speaking talk = Speaking.begin(
                name, system, SPEECH, LANGUAGES, new MidSentence(2, () -> inThird.complete(null)), session -> {});

        // When the job is hit in the middle of the third sentence
        inThird.join();
        hit.happens();

        // Then every word is recognised once; what was told before is heard, and what is said after it came
        // back; what got too old meanwhile is read
        talk.keepsItsWords()
                .recognisesWhatACalmTalkDoes(calm)
                .skipsOnlyWhatIsLate()
                .hearsSentences(0, 1, 5, 6, 7);
    }
}
