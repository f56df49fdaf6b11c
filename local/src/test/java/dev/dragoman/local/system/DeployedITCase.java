package dev.dragoman.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dragoman.local.talk.Talk;
import dev.dragoman.local.talk.TalkRecord;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Talks go through the very jars that would be deployed, with the settings of the templates. The jars are
 * made when their modules are packaged, as {@code ./dragoman test} does; without them these tests are
 * skipped.
 */
class DeployedITCase {

    private static final List<String> LANGUAGES = List.of("es", "ca");

    @TempDir
    static Path folder;

    private static DeployedSystem system;

    @BeforeAll
    static void start() throws Exception {
        for (Path jar : List.of(DeployedSystem.JOB, DeployedSystem.FUNCTION)) {
            assumeTrue(Files.isRegularFile(jar), jar + " is made by mvn package");
        }
        system = DeployedSystem.start(folder);
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    @Test
    void aTalkIsRecognisedTranslatedAndHeardAsAWhole() {
        speak("through the jars", Speech.of(0, 1, 2), new TalkRecord.Watcher() {})
                .keepsItsWords()
                .everythingIsHeardIn("es")
                .everythingIsHeardIn("ca");
    }

    @Test
    void noWordIsLostWhenATaskManagerIsKilled() throws Exception {
        // Given
        CompletableFuture<Void> inSecond = new CompletableFuture<>();
        Speaking talk = speak(
                "TaskManager killed", Speech.of(3, 4, 5, 6, 7), new MidSentence(1, () -> inSecond.complete(null)));

        // When
        CompletableFuture.anyOf(inSecond, talk.outcome()).join();
        system.killTaskManager();

        // Then every word is recognised once; what was told before is heard, and what is said after it came
        // back; what got too old meanwhile is read
        talk.keepsItsWords().skipsOnlyWhatIsLate().hearsSentences(0, 4);
    }

    @Test
    void whoIsSignedInMakesASessionThatAnybodyCanAskFor() throws Exception {
        // Given
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest.Builder creation = HttpRequest.newBuilder(URI.create(system.http() + "/sessions"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"sourceLanguage\":\"en\"}"));

        // When
        int unknown = http.send(creation.copy().build(), HttpResponse.BodyHandlers.ofString())
                .statusCode();
        int forged = http.send(
                        creation.copy().header("Authorization", "Bearer forged").build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
        HttpResponse<String> known = http.send(
                creation.copy()
                        .header(
                                "Authorization",
                                "Bearer " + system.speaker("ada").token().join().orElseThrow())
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        // Then
        assertThat(unknown).isEqualTo(401);
        assertThat(forged).isEqualTo(403);
        assertThat(known.statusCode()).as(known.body()).isEqualTo(201);
    }

    private static Speaking speak(String name, Speech speech, TalkRecord.Watcher watcher) {
        Talk talk = new Talk(system.webSocket(), system.speaker("ada"), "en", LANGUAGES, Duration.ofSeconds(90));
        return Speaking.begin(name, talk, speech, watcher, session -> {});
    }
}
