package dev.dragoman.job.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.model.Session;
import dev.dragoman.job.model.Utterance;
import dev.dragoman.job.service.Utterances;
import dev.dragoman.protocol.SessionSettings;
import dev.dragoman.protocol.TranscriptLine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class CollectTranscriptsTest {

    private static final Session SESSION = new Session("golden-eagle-427", "en", SessionSettings.defaults());

    @Test
    void eachLanguageGetsItsTranscriptWhenTheSessionIsOverAndAllIsThere() throws Exception {
        // Given
        try (Harness harness = open()) {

            // When
            put(harness, announced(0, "es"));
            put(harness, translated(0, "es"));
            put(harness, end(1));

            // Then
            assertThat(harness.extractOutputValues())
                    .containsExactly(
                            new Transcript(SESSION.sessionId(), "en", List.of(line(0, "said 0", null))),
                            new Transcript(SESSION.sessionId(), "es", List.of(line(0, "es 0", "said 0"))));
        }
    }

    @Test
    void waitsForTheLastTranslation() throws Exception {
        // Given
        try (Harness harness = open()) {
            put(harness, announced(0, "es"));
            put(harness, end(1));
            assertThat(harness.extractOutputValues()).isEmpty();

            // When
            put(harness, translated(0, "es"));

            // Then
            assertThat(harness.extractOutputValues()).hasSize(2);
        }
    }

    @Test
    void whatCouldNotBeTranslatedIsLeftOutOfItsLanguage() throws Exception {
        // Given
        try (Harness harness = open()) {
            put(harness, announced(0, "es"));
            put(harness, announced(1, "es"));

            // When
            put(harness, Interpretation.asking(said(0), "es").failed(letter()));
            put(harness, translated(1, "es"));
            put(harness, end(2));

            // Then
            assertThat(harness.extractOutputValues())
                    .extracting(transcript -> transcript.lines().size())
                    .containsExactly(2, 1);
        }
    }

    @Test
    void takesWhatWasToldBeforeARestoreFromARequestForItAlone() throws Exception {
        // Given: an utterance of which "said" was told before
        Utterance said = Utterances.written(Utterances.said(0, 0, 1_000, "said 0"));
        Interpretation before = Interpretation.askingForTranscript(said.until(500), "es");
        Interpretation since = Interpretation.asking(said.since(500), "es");
        try (Harness harness = open()) {
            put(harness, Interpretation.announcing(said, List.of("es"), List.of("es"), Map.of("es", 500L)));
            put(harness, since.withText("cero"));
            put(harness, end(1));
            assertThat(harness.extractOutputValues()).isEmpty();

            // When
            put(harness, before.withText("dicho"));

            // Then
            assertThat(harness.extractOutputValues().get(1).lines())
                    .containsExactly(
                            new TranscriptLine(0, 500, "dicho", "said"), new TranscriptLine(500, 1_000, "cero", "0"));
        }
    }

    @Test
    void tellsOfWhatFailedForTheTranscriptAlone() throws Exception {
        try (Harness harness = open()) {
            put(harness, Interpretation.askingForTranscript(said(0), "es").failed(letter()));
            put(harness, Interpretation.asking(said(0), "es").failed(letter()));

            assertThat(harness.getSideOutput(CollectTranscripts.DEAD_LETTERS))
                    .extracting(StreamRecord::getValue)
                    .containsExactly(letter());
        }
    }

    @Test
    void givesOutWhatThereIsWhenATranslationNeverComes() throws Exception {
        // Given
        try (Harness harness = open()) {
            put(harness, announced(0, "es"));
            put(harness, end(1));

            // When
            harness.setProcessingTime(60_000);

            // Then
            assertThat(harness.extractOutputValues())
                    .extracting(Transcript::language)
                    .containsExactly("en");
        }
    }

    @Test
    void whatIsStillChangingIsNoLine() throws Exception {
        // Given
        try (Harness harness = open()) {

            // When
            Utterance partial = new Utterance(SESSION, Utterance.Kind.PARTIAL, 0, 0, 400, "sai", 0, 0);
            put(harness, Interpretation.announcing(partial, List.of()));
            put(harness, end(0));

            // Then
            assertThat(harness.extractOutputValues()).isEmpty();
        }
    }

    @Property(tries = 100)
    void isTheSameInWhateverOrderAndOverARestore(
            @ForAll @IntRange(max = 12) int utterances, @ForAll int restoreAt, @ForAll long seed) throws Exception {
        // Given
        List<Interpretation> all = new ArrayList<>();
        for (int i = 0; i < utterances; i++) {
            all.add(announced(i, "es", "ca"));
            all.add(translated(i, "es"));
            all.add(translated(i, "ca"));
        }
        all.add(end(utterances));
        List<Transcript> inOrder;
        try (Harness harness = open()) {
            for (Interpretation one : all) {
                put(harness, one);
            }
            inOrder = harness.extractOutputValues();
        }

        // When
        Collections.shuffle(all, new Random(seed));
        int restored = Math.floorMod(restoreAt, all.size());
        List<Transcript> shuffled = new ArrayList<>();
        OperatorSubtaskState state;
        try (Harness before = open()) {
            for (Interpretation one : all.subList(0, restored)) {
                put(before, one);
            }
            shuffled.addAll(before.extractOutputValues());
            state = before.snapshot(1, 1);
        }
        try (Harness after = harness()) {
            after.initializeState(state);
            after.open();
            for (Interpretation one : all.subList(restored, all.size())) {
                put(after, one);
            }
            shuffled.addAll(after.extractOutputValues());
        }

        // Then
        assertThat(shuffled).isEqualTo(inOrder);
    }

    private static Utterance said(int ordinal) {
        return new Utterance(
                SESSION,
                Utterance.Kind.FINAL,
                ordinal,
                ordinal * 1_000L,
                ordinal * 1_000L + 900,
                "said " + ordinal,
                0,
                0);
    }

    private static Interpretation announced(int ordinal, String... languages) {
        return Interpretation.announcing(said(ordinal), List.of(languages));
    }

    private static Interpretation translated(int ordinal, String language) {
        return Interpretation.asking(said(ordinal), language).withText(language + " " + ordinal);
    }

    private static Interpretation end(int utterances) {
        return Interpretation.announcing(
                new Utterance(SESSION, Utterance.Kind.END, utterances, 20_000, 20_000, "", 0, 0), List.of());
    }

    private static TranscriptLine line(int ordinal, String text, String sourceText) {
        return new TranscriptLine(ordinal * 1_000L, ordinal * 1_000L + 900, text, sourceText);
    }

    private static DeadLetter letter() {
        return new DeadLetter("translate", "TRANSLATION_FAILED", SESSION.sessionId(), "es/0", "no", 0);
    }

    private static void put(Harness harness, Interpretation one) throws Exception {
        harness.processElement(one, 0);
    }

    private static Harness open() throws Exception {
        Harness harness = harness();
        harness.open();
        return harness;
    }

    private static Harness harness() throws Exception {
        return new Harness();
    }

    /** Of one type, and closing like everything else. */
    private static final class Harness
            extends KeyedOneInputStreamOperatorTestHarness<String, Interpretation, Transcript> {
        Harness() throws Exception {
            super(
                    new KeyedProcessOperator<>(new CollectTranscripts()),
                    it -> it.utterance().session().sessionId(),
                    Types.STRING);
        }

        @Override
        public void close() {
            try {
                super.close();
            } catch (Exception e) {
                throw new IllegalStateException("the operator did not close", e);
            }
        }
    }
}
