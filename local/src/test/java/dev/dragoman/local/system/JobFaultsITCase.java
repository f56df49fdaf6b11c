package dev.dragoman.local.system;

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

    private static final List<String> LANGUAGES = List.of("es", "ca");

    private static LocalSystem system;

    @BeforeAll
    static void start() throws Exception {
        system = LocalSystem.start(LocalSystem.Settings.onFreePorts().withTaskManagers(2));
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    @Test
    void aTaskManagerIsKilled() throws Exception {
        // Given a talk
        CompletableFuture<Void> inThird = new CompletableFuture<>();
        Speaking talk = Speaking.begin(
                "TaskManager killed",
                system,
                Speech.of(0, 1, 2, 3, 4, 5, 6, 7),
                LANGUAGES,
                new MidSentence(2, () -> inThird.complete(null)),
                session -> {});

        // When a process of the job is killed in the middle of the third sentence
        inThird.join();
        system.killTaskManager();

        // Then every word is recognised once, what did not get too old meanwhile is heard once, and so is the rest
        talk.keepsItsWords().skipsOnlyWhatIsLate().hearsItsLastSentence();
    }

    @Test
    void theJobIsRestoredFromASavepointWithAnotherParallelism() throws Exception {
        // Given a talk
        CompletableFuture<Void> inThird = new CompletableFuture<>();
        Speaking talk = Speaking.begin(
                "savepoint, 2 to 3 subtasks",
                system,
                Speech.of(0, 1, 2, 3, 4, 5, 6, 7),
                LANGUAGES,
                new MidSentence(2, () -> inThird.complete(null)),
                session -> {});

        // When the job is stopped in the middle of the third sentence and goes on with three subtasks
        inThird.join();
        system.restartJob(3);

        // Then every word is recognised once, what did not get too old meanwhile is heard once, and so is the rest
        talk.keepsItsWords().skipsOnlyWhatIsLate().hearsItsLastSentence();
    }
}
