package dev.dragoman.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dragoman.client.Listener;
import dev.dragoman.client.ListenerEvents;
import dev.dragoman.client.RecordedTalk;
import dev.dragoman.client.RecordedTalk.TimedChunk;
import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.local.calls.CallsAreListed;
import dev.dragoman.local.talk.SampleTalk;
import dev.dragoman.local.talk.Talk;
import dev.dragoman.local.talk.TalkRecord;
import dev.dragoman.local.talk.TalkReport;
import dev.dragoman.local.talk.TalkReport.SpokenUtterance;
import dev.dragoman.protocol.ProtocolException;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.SessionSettings;
import dev.dragoman.protocol.TranscriptLine;
import dev.dragoman.samples.Recording;
import dev.dragoman.samples.WordErrorRate;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The whole system, end to end: recorded talks go in over the WebSocket, their interpretations come
 * out at listeners. All sessions of this class run at once, good and bad ones side by side.
 */
@ExtendWith(CallsAreListed.class)
class TalkITCase {

    private static final List<String> TALKS = List.of("talk-cr-mic-24k-250", "talk-ff-wa-24k-250");

    /** For each bad recording, the code that its speaker must be told. */
    private static final Map<String, String> BAD = Map.of(
            "cr-mp4-24k-250", "UNSUPPORTED_AUDIO",
            "ff-ogg-24k-250", "UNSUPPORTED_AUDIO",
            "random", "UNSUPPORTED_AUDIO",
            "empty", "EMPTY_RECORDING",
            "truncated", "TRUNCATED_RECORDING",
            "without its first chunk", "RECORDING_START_MISSING");

    private static final ExecutorService SPEAKERS = Executors.newCachedThreadPool();
    private static final Map<String, Talk.Outcome> OUTCOMES = new LinkedHashMap<>();

    private static LocalSystem system;

    @BeforeAll
    static void speakAllAtOnce() throws Exception {
        system = LocalSystem.start(LocalSystem.Settings.onFreePorts());
        Map<String, CompletableFuture<Talk.Outcome>> speaking = new LinkedHashMap<>();
        TALKS.forEach(name -> speaking.put(name, speak(SampleTalk.load(name), List.of("es", "ca"))));
        BAD.keySet().forEach(name -> speaking.put(name, speak(bad(name), List.of("es"))));
        speaking.forEach((name, outcome) -> OUTCOMES.put(name, outcome.join()));
    }

    @Test
    void aTalkThatAListenerCannotJoinLeavesNoSession() {
        // Given
        CompletableFuture<String> session = new CompletableFuture<>();

        // When nobody speaks one of its languages
        assertThatThrownBy(() -> new Talk(
                                system.webSocket(), system.newSpeaker(), "en", List.of("tlh"), Duration.ofSeconds(5))
                        .speak(SampleTalk.load(TALKS.get(0)), new TalkRecord.Watcher() {}, session::complete))
                .hasMessageContaining("The language tlh in language is not offered");

        // Then
        try (Listener late =
                Listener.connect(system.webSocket(), new ListenerEvents() {}).join()) {
            assertThatThrownBy(() -> late.join(session.join(), "es").join()).hasMessageContaining("is over");
        }
    }

    @AfterAll
    static void stop() {
        SPEAKERS.shutdownNow();
        if (system != null) {
            system.close();
        }
    }

    @Test
    void everySentenceOfATalkIsHeardInEveryLanguage() {
        for (String name : TALKS) {
            TalkReport report = OUTCOMES.get(name).report();

            assertThat(report.problems()).as(name).isEmpty();
            assertThat(report.gaps()).as(name).isZero();
            assertThat(report.chunksAcknowledged()).as(name).isEqualTo(report.chunksSent());
            assertThat(report.utterances())
                    .as(name)
                    .hasSize(Recording.talkSentences().size());
            assertThat(report.nothingLost(List.of("es", "ca")))
                    .as("%s: %s", name, report)
                    .isTrue();
        }
    }

    @Test
    void whatIsRecognisedIsWhatWasSaid() {
        String said = String.join(" ", Recording.talkSentences());
        for (String name : TALKS) {
            String recognised = OUTCOMES.get(name).report().utterances().stream()
                    .map(SpokenUtterance::text)
                    .collect(Collectors.joining(" "));

            assertThat(WordErrorRate.between(said, recognised).rate())
                    .as("%s: %s", name, recognised)
                    .isLessThanOrEqualTo(0.10);
        }
    }

    @Test
    void utterancesAreInOrderAndDoNotOverlap() {
        for (String name : TALKS) {
            List<SpokenUtterance> utterances = OUTCOMES.get(name).report().utterances();
            for (int i = 1; i < utterances.size(); i++) {
                assertThat(utterances.get(i).mediaStartMillis())
                        .isGreaterThanOrEqualTo(utterances.get(i - 1).mediaEndMillis());
            }
        }
    }

    @Test
    void mediaTimeIsTheRecordingsOwn() {
        for (String name : TALKS) {
            long expected = Recording.load(name).expected().samples48k() / 48;

            assertThat(OUTCOMES.get(name).report().audioMillis()).isEqualTo(expected);
        }
    }

    @Test
    void whatCannotBeInterpretedIsToldToItsSpeaker() {
        BAD.forEach((name, code) -> assertThat(OUTCOMES.get(name).report().problems())
                .as(name)
                .anyMatch(problem -> problem.startsWith(code)));
    }

    @Test
    void whatCouldNotBeInterpretedIsInTheDeadLettersOnS3OnceWithItsReason() {
        // Given: what only the job can know; the others are refused when they come in
        Map<String, String> reasons = Map.of(
                "empty", "EMPTY",
                "truncated", "TRUNCATED",
                "without its first chunk", "RECORDING_START_MISSING");

        // When: files become visible with the checkpoint that covers them
        await().atMost(Duration.ofSeconds(45))
                .untilAsserted(() -> reasons.forEach((name, reason) -> assertThat(letters(name))
                        .as(name)
                        .extracting(DeadLetter::reason)
                        .contains(reason)));

        // Then
        assertThat(deadLetters()).doesNotHaveDuplicates();
        TALKS.forEach(name -> assertThat(letters(name)).as(name).isEmpty());
    }

    @Test
    void aTranscriptThatWasAskedForIsOnS3InEveryLanguageThatWasHeard() throws IOException {
        for (String name : TALKS) {
            TalkReport report = OUTCOMES.get(name).report();
            for (String language : List.of("en", "es", "ca")) {
                // When: files become visible with the checkpoint that covers them
                Path folder = new Path("s3://dragoman/transcripts/" + report.sessionId() + "/" + language);
                await().atMost(Duration.ofSeconds(45))
                        .ignoreException(FileNotFoundException.class)
                        .untilAsserted(() -> assertThat(files(folder)).hasSize(2));
                List<String> files = files(folder);

                // Then
                List<String> said = report.utterances().stream()
                        .map(utterance -> language.equals("en")
                                ? utterance.text()
                                : utterance.interpretations().get(language).text())
                        .toList();
                String lines = files.stream()
                        .filter(file -> file.startsWith("{"))
                        .findFirst()
                        .orElseThrow();
                assertThat(lines.lines().map(TalkITCase::text)).as(name).containsExactlyElementsOf(said);
                assertThat(files.stream().filter(file -> file.startsWith("WEBVTT")))
                        .as(name)
                        .hasSize(1);
            }
        }
    }

    private static String text(String line) {
        try {
            return ProtocolJson.read(line.getBytes(StandardCharsets.UTF_8), TranscriptLine.class)
                    .text();
        } catch (ProtocolException e) {
            throw new IllegalStateException(line, e);
        }
    }

    private static List<String> files(Path folder) throws IOException {
        FileSystem s3 = folder.getFileSystem();
        List<String> files = new ArrayList<>();
        for (FileStatus file : s3.listStatus(folder)) {
            try (FSDataInputStream in = s3.open(file.getPath())) {
                files.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    private static List<DeadLetter> letters(String name) {
        String sessionId = OUTCOMES.get(name).report().sessionId();
        return deadLetters().stream()
                .filter(letter -> letter.sessionId().equals(sessionId))
                .toList();
    }

    /** What an operator would read: every line of every file that is finished. */
    private static List<DeadLetter> deadLetters() {
        try {
            Path folder = new Path(system.deadLetters());
            FileSystem s3 = folder.getFileSystem();
            List<DeadLetter> letters = new ArrayList<>();
            for (FileStatus hour : s3.listStatus(folder)) {
                for (String file : files(hour.getPath())) {
                    for (String line : file.lines().toList()) {
                        letters.add(ProtocolJson.read(line.getBytes(StandardCharsets.UTF_8), DeadLetter.class));
                    }
                }
            }
            return letters;
        } catch (IOException | ProtocolException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CompletableFuture<Talk.Outcome> speak(RecordedTalk talk, List<String> languages) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return new Talk(
                                        system.webSocket(),
                                        system.newSpeaker(),
                                        "en",
                                        languages,
                                        Duration.ofSeconds(90),
                                        SessionSettings.defaults().withTranscript(true))
                                .speak(talk, new TalkRecord.Watcher() {}, session -> {});
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                SPEAKERS);
    }

    private static RecordedTalk bad(String name) {
        List<TimedChunk> good = SampleTalk.load("cr-mic-24k-250").chunks();
        return switch (name) {
            case "random" -> {
                Random random = new Random(7);
                List<TimedChunk> chunks = new ArrayList<>();
                for (TimedChunk chunk : good.subList(0, 20)) {
                    byte[] bytes = new byte[900];
                    random.nextBytes(bytes);
                    chunks.add(new TimedChunk(0, chunk.wallMillis(), bytes));
                }
                yield new RecordedTalk(chunks);
            }
            case "empty" -> new RecordedTalk(List.of(new TimedChunk(0, 250, new byte[0])));
            case "truncated" -> new RecordedTalk(good.subList(0, 10));
            case "without its first chunk" -> {
                List<TimedChunk> chunks = new ArrayList<>(good.subList(0, 20));
                chunks.set(0, new TimedChunk(0, good.get(0).wallMillis(), null));
                yield new RecordedTalk(Collections.unmodifiableList(chunks));
            }
            default -> SampleTalk.load(name);
        };
    }
}
