package dev.dragoman.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dragoman.job.savepoint.SavepointContents;
import dev.dragoman.job.savepoint.StoredSavepoint;
import dev.dragoman.local.calls.CallsAreListed;
import dev.dragoman.local.faults.Fault;
import dev.dragoman.local.faults.FaultRules;
import dev.dragoman.local.system.LocalSystem.Property;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.TranscriptLine;
import dev.dragoman.samples.Recording;
import dev.dragoman.samples.WordErrorRate;
import java.io.FileNotFoundException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A talk that an earlier build was in the middle of is finished by this one: from its stored savepoint, with
 * nothing that may be left out. Every word that was on its way in it comes out once, in its place.
 */
@ExtendWith(CallsAreListed.class)
class SavepointITCase {

    private static final String WRITE = "dragoman.savepoint.write";
    private static final List<String> LANGUAGES = List.of("es", "ca", "it");

    /** So far may what was recognised be from what was said. */
    private static final double WORD_ERRORS = 0.10;

    /** A machine that is busy, or a service that is held, loses nothing and makes nothing late. */
    private static final List<Property> PATIENT = List.of(
            new Property("Batch", "allowed-lateness.millis", "300000"),
            new Property("Chunks", "timeout.millis", "60000"),
            new Property("Translate", "bound.millis", "60000"),
            new Property("Synthesize", "bound.millis", "60000"),
            new Property("Deliver", "patience.millis", "300000"),
            new Property("Deliver", "latest.millis", "600000"));

    private final FaultRules faults = new FaultRules();
    private LocalSystem system;

    @BeforeEach
    void start() throws Exception {
        system = LocalSystem.start(LocalSystem.Settings.onFreePorts().with(faults));
        system.stopJob();
    }

    @AfterEach
    void stop() {
        system.close();
    }

    static List<StoredSavepoint> stored() throws Exception {
        return StoredSavepoint.all();
    }

    @ParameterizedTest
    @MethodSource("stored")
    void aTalkIsFinishedByTheNextBuild(StoredSavepoint stored, @TempDir Path folder) throws Exception {
        // Given a talk of which a build has taken a savepoint, as if that had been just now
        long beganMillis = System.currentTimeMillis() - Duration.ofSeconds(20).toMillis();
        stored.unpack(folder, beganMillis);
        try (StoredTalk talk = StoredTalk.begin(system, beganMillis)) {
            talk.speakUntil(StoredTalk.BEFORE_SAVEPOINT);
            List<Heard> listeners = listeners();

            // When this build goes on from it
            system.startJob(PATIENT, folder);
            talk.finish();

            // Then what was on its way and what is said after it is heard once, and nothing that was heard before
            List<String> sentences = Recording.talkSentences();
            for (Heard heard : listeners) {
                assertThat(WordErrorRate.between(
                                        String.join(" ", sentences.subList(1, StoredTalk.SENTENCES)),
                                        heard.toTheEnd().words())
                                .rate())
                        .as("heard: %s", heard.words())
                        .isLessThanOrEqualTo(WORD_ERRORS);
                assertThat(heard.starts()).isSorted().doesNotHaveDuplicates().hasSize(StoredTalk.SENTENCES - 1);
                assertThat(heard.skipped()).isEmpty();
                heard.close();
            }

            // Then the transcript has all of the talk
            Map<String, List<TranscriptLine>> transcripts = transcripts();
            assertThat(transcripts.values())
                    .allSatisfy(lines -> assertThat(lines).hasSize(StoredTalk.SENTENCES));
            assertThat(WordErrorRate.between(
                                    String.join(" ", sentences.subList(0, StoredTalk.SENTENCES)),
                                    transcripts.get("en").stream()
                                            .map(TranscriptLine::text)
                                            .collect(Collectors.joining(" ")))
                            .rate())
                    .isLessThanOrEqualTo(WORD_ERRORS);
        }
    }

    /**
     * Writes the savepoint of the version that is not released: the fullest of many that are taken while a talk
     * goes through services that are slow or stand still.
     */
    @Test
    @EnabledIfSystemProperty(named = WRITE, matches = "true")
    void theJobsSavepointIsStored() throws Exception {
        long beganMillis = System.currentTimeMillis() - Duration.ofSeconds(6).toMillis();
        try (Tunnel tables = Tunnel.to(system.endpoints().dynamoDb());
                StoredTalk talk = StoredTalk.begin(system, beganMillis)) {
            List<Heard> listeners = listeners();
            List<Property> properties = new ArrayList<>(PATIENT);
            properties.add(new Property(
                    "Deliver",
                    "dynamodb.endpoint",
                    "http://localhost:" + tables.webSocket().getPort()));
            system.startJob(properties, null);

            // The first sentence is heard.
            talk.speakUntil(StoredTalk.AFTER_FIRST);
            await().atMost(Duration.ofMinutes(1)).until(() -> listeners.stream().allMatch(heard -> heard.count() == 1));

            // The second one is stuck in each language elsewhere.
            faults.always(
                    (operation, target) -> operation.equals("TranslateText") && target.startsWith("ca"),
                    new Fault.Delay(Duration.ofSeconds(20)));
            faults.always(
                    (operation, voice) -> operation.equals("SynthesizeSpeech") && voice.equals("Bianca"),
                    new Fault.Delay(Duration.ofSeconds(20)));
            faults.next(
                    1,
                    (operation, voice) -> operation.equals("SynthesizeSpeech") && voice.equals("Lucia"),
                    new Fault.Delay(Duration.ofSeconds(5)));
            faults.always(
                    (operation, key) -> operation.equals("PutObject") && key.contains("/translated/es/"),
                    new Fault.Break());
            faults.always(
                    (operation, key) -> operation.equals("GetObject")
                            && key.endsWith("0" + (StoredTalk.BEFORE_SAVEPOINT - 1) + ".webm"),
                    new Fault.Delay(Duration.ofSeconds(20)));
            speakInTime(talk, StoredTalk.AFTER_FIRST, StoredTalk.AFTER_THIRD - 2);

            // The third one does not get beyond the question who listens.
            tables.hold();
            speakInTime(talk, StoredTalk.AFTER_THIRD - 2, StoredTalk.BEFORE_SAVEPOINT);

            SavepointContents fullest = SavepointContents.of(system.savepoint());
            for (int i = 0; i < 20; i++) {
                SavepointContents another = SavepointContents.of(system.savepoint());
                fullest = another.filled() > fullest.filled() ? another : fullest;
            }
            fullest.writeTo(
                    StoredSavepoint.NEWEST, beganMillis, Path.of("..", "flink-job", "src", "test", "resources"));
            listeners.forEach(Heard::close);
        }
    }

    /** Speaks some chunks when they were spoken. */
    private static void speakInTime(StoredTalk talk, int from, int end) throws InterruptedException {
        long behindMillis = System.currentTimeMillis() - talk.chunkMillis(from);
        for (int chunk = from; chunk < end; chunk++) {
            long waitMillis = talk.chunkMillis(chunk) + behindMillis - System.currentTimeMillis();
            TimeUnit.MILLISECONDS.sleep(Math.max(0, waitMillis));
            talk.speakUntil(chunk + 1);
        }
    }

    private List<Heard> listeners() {
        return LANGUAGES.stream()
                .map(language -> Heard.join(system, StoredTalk.SESSION, language))
                .toList();
    }

    /** The lines by language, once all of them are there: files become visible with a checkpoint. */
    private static Map<String, List<TranscriptLine>> transcripts() {
        Map<String, List<TranscriptLine>> transcripts = new HashMap<>();
        for (String language : List.of("en", "es", "ca", "it")) {
            await().atMost(Duration.ofSeconds(45))
                    .ignoreException(FileNotFoundException.class)
                    .until(() -> {
                        transcripts.put(language, lines(language));
                        return !transcripts.get(language).isEmpty();
                    });
        }
        return transcripts;
    }

    private static List<TranscriptLine> lines(String language) throws Exception {
        org.apache.flink.core.fs.Path folder = new org.apache.flink.core.fs.Path(
                "s3://" + LocalSystem.BUCKET + "/transcripts/" + StoredTalk.SESSION + "/" + language);
        FileSystem s3 = folder.getFileSystem();
        List<TranscriptLine> lines = new ArrayList<>();
        for (FileStatus file : s3.listStatus(folder)) {
            if (file.getPath().getName().endsWith(".jsonl")) {
                try (FSDataInputStream in = s3.open(file.getPath())) {
                    for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList()) {
                        lines.add(ProtocolJson.read(line.getBytes(StandardCharsets.UTF_8), TranscriptLine.class));
                    }
                }
            }
        }
        return lines;
    }
}
