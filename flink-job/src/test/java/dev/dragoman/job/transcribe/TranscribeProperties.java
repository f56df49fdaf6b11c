package dev.dragoman.job.transcribe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.Pcm;
import dev.dragoman.job.model.Utterance;
import dev.dragoman.job.transcribe.FakeTranscriber.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;

/** Whatever the talk, whatever fails, wherever the job is restored: every word once, whole, and in order. */
class TranscribeProperties {

    /** Some words and the pause behind them. */
    record Part(int words, int pauseMillis) {}

    @Property(tries = 30, shrinking = ShrinkingMode.BOUNDED)
    void everyWordComesOutOnce(
            @ForAll("talks") List<Part> parts,
            @ForAll("faults") List<Fault> faults,
            @ForAll("batches") int batchMillis,
            @ForAll("restores") Set<Integer> restores)
            throws Exception {
        // Given
        FakeTranscriber transcriber = new FakeTranscriber().faults(faults.toArray(Fault[]::new));
        Talk talk = Talk.inEnglish();
        int words = 0;
        for (Part part : parts) {
            talk.words(words + 1, words + part.words()).pause(part.pauseMillis());
            words += part.words();
        }

        // When
        List<Utterance> told = run(transcriber, talk, talk.batches(batchMillis), restores);

        // Then
        List<Utterance> finals = told.stream()
                .filter(utterance -> utterance.kind() == Utterance.Kind.FINAL)
                .toList();
        assertThat(String.join(" ", finals.stream().map(Utterance::text).toList()))
                .isEqualTo(Talk.text(1, words));
        for (int i = 0; i < finals.size(); i++) {
            Utterance utterance = finals.get(i);
            assertThat(utterance.ordinal()).isEqualTo(i);
            assertThat(utterance.mediaEndMillis())
                    .isBetween(utterance.mediaStartMillis() + 1, utterance.mediaStartMillis() + 6_000);
            assertThat(utterance.mediaStartMillis())
                    .isGreaterThanOrEqualTo(i == 0 ? 0 : finals.get(i - 1).mediaEndMillis());
            assertThat(utterance.spokenServerMillis()).isEqualTo(Talk.SERVER_START + utterance.mediaEndMillis());
        }
        Utterance last = told.get(told.size() - 1);
        assertThat(last)
                .isEqualTo(new Utterance(
                        talk.session(),
                        Utterance.Kind.END,
                        finals.size(),
                        talk.millis(),
                        talk.millis(),
                        "",
                        Talk.SERVER_START + talk.millis(),
                        0));
        assertThat(told)
                .filteredOn(utterance -> utterance.kind() == Utterance.Kind.END)
                .hasSize(1);
    }

    /** Speaks a talk; in some places the task fails a little after a checkpoint and is restored from it. */
    private static List<Utterance> run(FakeTranscriber transcriber, Talk talk, List<Pcm> batches, Set<Integer> restores)
            throws Exception {
        List<Utterance> told = new ArrayList<>();
        TranscribeHarness harness = TranscribeHarness.opened(transcriber);
        try {
            for (int i = 0; i < batches.size(); i++) {
                if (restores.contains(i)) {
                    OperatorSubtaskState state = harness.snapshot();
                    told.addAll(harness.all());
                    harness.speak(batches.subList(i, Math.min(batches.size(), i + 3)));
                    harness.close();
                    harness = TranscribeHarness.restored(transcriber, state);
                }
                harness.speak(batches.subList(i, i + 1));
            }
            harness.receive(talk.end());
            harness.pass(25_000);
            told.addAll(harness.all());
        } finally {
            harness.close();
        }
        return told;
    }

    @Provide
    Arbitrary<List<Part>> talks() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 40),
                        Arbitraries.integers().between(20, 1_500))
                .as(Part::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<Fault>> faults() {
        Arbitrary<Integer> at = Arbitraries.integers().between(0, 8_000);
        Arbitrary<StreamEvent.Cause> causes = Arbitraries.of(StreamEvent.Cause.class);
        return Arbitraries.<Fault>oneOf(
                        Arbitraries.just(new Fault.None()),
                        causes.map(Fault.Refuse::new),
                        Combinators.combine(at, causes).as(Fault.FailAt::new),
                        at.map(Fault.EndAt::new),
                        at.map(Fault.MuteAt::new))
                .list()
                .ofMaxSize(3);
    }

    @Provide
    Arbitrary<Integer> batches() {
        return Arbitraries.integers().between(40, 2_000);
    }

    @Provide
    Arbitrary<Set<Integer>> restores() {
        return Arbitraries.integers().between(0, 40).set().ofMaxSize(3);
    }
}
