package dev.dragoman.job.deliver;

import static dev.dragoman.job.service.Utterances.SESSION;
import static dev.dragoman.job.service.Utterances.changing;
import static dev.dragoman.job.service.Utterances.end;
import static dev.dragoman.job.service.Utterances.said;
import static dev.dragoman.job.service.Utterances.translatedWhileChanging;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.model.Notification;
import dev.dragoman.job.model.Utterance;
import dev.dragoman.protocol.Audio;
import dev.dragoman.protocol.Caption;
import dev.dragoman.protocol.ProtocolException;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionOver;
import dev.dragoman.protocol.Skipped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Reads as what the listeners are told: {@code es caption 0 'es0'}, {@code es audio 0}, {@code es
 * skipped 0 LATE}, {@code * over}.
 */
class OrderFunctionTest {

    private static final OrderSettings SETTINGS = new OrderSettings(Duration.ofSeconds(12), Duration.ofSeconds(15));

    private KeyedOneInputStreamOperatorTestHarness<String, Interpretation, Notification> order;
    private int read;
    private int buried;

    @BeforeEach
    void open() throws Exception {
        open(null);
    }

    @AfterEach
    void close() throws Exception {
        order.close();
    }

    @Test
    void tellsSourceListenersAndTheSpeakerWhatWasSaid() throws Exception {
        put(announcing(0));

        assertThat(told()).containsExactly("en caption 0 'said 0'", "#speaker caption 0 'said 0'");
    }

    @Test
    void tellsPartialCaptionsAtOnce() throws Exception {
        put(Interpretation.announcing(changing(0, "sa"), List.of()));
        put(Interpretation.announcing(changing(0, "said"), List.of()));

        assertThat(told())
                .containsExactly(
                        "en partial 0 'sa'",
                        "#speaker partial 0 'sa'",
                        "en partial 0 'said'",
                        "#speaker partial 0 'said'");
    }

    @Test
    void tellsNoPartialCaptionAfterItsFinalOne() throws Exception {
        put(announcing(0));
        told();

        put(Interpretation.announcing(changing(0, "sa"), List.of()));

        assertThat(told()).isEmpty();
    }

    @Test
    void tellsTranslatedPartialCaptionsWhileTheyAreTheNewest() throws Exception {
        put(partial(0, 400, "sa"));
        put(partial(0, 800, "said"));
        put(partial(0, 600, "sai"));
        assertThat(told()).containsExactly("es partial 0 'es:sa'", "es partial 0 'es:said'");

        // Then none behind the final one, and none before a caption that is due
        put(announcing(0, "es"));
        told();
        put(partial(0, 900, "said"));
        put(partial(1, 1_400, "more"));
        assertThat(told()).isEmpty();
        put(stored(0, "es"));
        put(partial(1, 1_500, "more"));
        assertThat(told()).containsExactly("es caption 0 'es0'", "es audio 0", "es partial 1000 'es:more'");
    }

    @Test
    void tellsCaptionThenAudio() throws Exception {
        put(announcing(0, "es"));
        told();

        put(stored(0, "es"));

        assertThat(told()).containsExactly("es caption 0 'es0'", "es audio 0");
    }

    @Test
    void whatIsOnlyReadIsSkippedWithItsReasonAndIsNoDeadLetter() throws Exception {
        put(announcing(0, "gl"));
        told();

        put(translated(0, "gl").leftUnspoken(Interpretation.NO_VOICE));

        assertThat(told()).containsExactly("gl caption 0 'gl0'", "gl skipped 0 NO_VOICE");
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void tellsCaptionsAsSoonAsTheirTextIsThere() throws Exception {
        put(announcing(0, "es"));
        put(announcing(1, "es"));
        told();

        put(translated(0, "es"));
        assertThat(told()).containsExactly("es caption 0 'es0'");
        put(translated(1, "es"));
        assertThat(told()).containsExactly("es caption 1000 'es1'");
        put(stored(1, "es"));
        assertThat(told()).isEmpty();
        put(stored(0, "es"));
        assertThat(told()).containsExactly("es audio 0", "es audio 1000");
    }

    @Test
    void keepsEachLanguagesOrderWhateverOvertakesWhat() throws Exception {
        put(stored(2, "es"));
        put(stored(1, "es"));
        put(announcing(2, "es", "ca"));
        put(announcing(1, "es"));
        put(stored(2, "ca"));
        assertThat(told()).isEmpty();

        put(announcing(0, "es"));
        assertThat(told())
                .containsExactly(
                        "en caption 0 'said 0'",
                        "#speaker caption 0 'said 0'",
                        "en caption 1000 'said 1'",
                        "#speaker caption 1000 'said 1'",
                        "en caption 2000 'said 2'",
                        "#speaker caption 2000 'said 2'",
                        "ca caption 2000 'ca2'",
                        "ca audio 2000");

        put(stored(0, "es"));
        assertThat(told())
                .containsExactly(
                        "es caption 0 'es0'",
                        "es caption 1000 'es1'",
                        "es caption 2000 'es2'",
                        "es audio 0",
                        "es audio 1000",
                        "es audio 2000");
    }

    @Test
    void ignoresWhatComesTwice() throws Exception {
        put(announcing(0, "es"));
        put(stored(0, "es"));
        told();

        put(announcing(0, "es", "fr"));
        put(stored(0, "es"));
        put(translated(0, "es"));
        put(stored(0, "fr"));

        assertThat(told()).isEmpty();
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void skipsWhatFailedAndSaysWhy() throws Exception {
        put(announcing(0, "es", "ca"));
        put(announcing(1, "es"));
        told();
        DeadLetter noText = letter("translate", "TRANSLATION_FAILED");
        DeadLetter noVoice = letter("synthesize", "SYNTHESIS_FAILED");

        put(stored(1, "es"));
        put(Interpretation.asking(utterance(0), "es").failed(noText));
        put(Interpretation.asking(utterance(0), "ca").withText("ca0").failed(noVoice));

        assertThat(told())
                .containsExactly(
                        "es caption 1000 'es1'",
                        "es skipped 0 TRANSLATION_FAILED",
                        "es audio 1000",
                        "ca caption 0 'ca0'",
                        "ca skipped 0 SYNTHESIS_FAILED");
        assertThat(deadLetters()).containsExactly(noText, noVoice);
    }

    @Test
    void buriesAFailureOnceThoughItComesOnTwoWays() throws Exception {
        put(announcing(0, "es"));
        DeadLetter noText = letter("translate", "TRANSLATION_FAILED");

        put(Interpretation.asking(utterance(0), "es").failed(noText));
        put(Interpretation.asking(utterance(0), "es").failed(noText));

        assertThat(deadLetters()).containsExactly(noText);
    }

    @Test
    void doesNotWaitLongerThanItsPatience() throws Exception {
        put(announcing(0, "es"));
        put(announcing(1, "es"));
        put(stored(1, "es"));
        told();

        order.setProcessingTime(11_999);
        assertThat(told()).isEmpty();
        order.setProcessingTime(12_000);

        assertThat(told()).containsExactly("es skipped 0 LATE", "es caption 1000 'es1'", "es audio 1000");
        assertThat(deadLetters())
                .containsExactly(new DeadLetter("order", "LATE", SESSION, "es/0", "not ready in time", 12_000));

        put(stored(0, "es"));
        assertThat(told()).isEmpty();
    }

    @Test
    void passesOverAnUtteranceThatIsNeverAnnounced() throws Exception {
        put(announcing(1, "es"));
        put(stored(1, "es"));

        order.setProcessingTime(12_000);

        assertThat(told())
                .containsExactly(
                        "en caption 1000 'said 1'",
                        "#speaker caption 1000 'said 1'",
                        "es caption 1000 'es1'",
                        "es audio 1000");
        assertThat(deadLetters()).extracting(DeadLetter::reference).containsExactly("utterances 0 to 0");
    }

    @Test
    void whatIsTooOldToBeHeardIsOnlyRead() throws Exception {
        order.setProcessingTime(10_000);
        put(announcing(0, "es"));
        told();

        order.setProcessingTime(16_001);
        put(stored(0, "es"));

        assertThat(told()).containsExactly("es caption 0 'es0'", "es skipped 0 LATE");
        assertThat(deadLetters())
                .containsExactly(
                        new DeadLetter("order", "LATE", SESSION, "es/0", "older than it may be heard", 16_001));
    }

    @Test
    void tellsEverybodyWhenAllIsThrough() throws Exception {
        put(Interpretation.announcing(end(1), List.of()));
        put(announcing(0, "es", "ca"));
        put(stored(0, "es"));
        assertThat(told()).doesNotContain("* over 1000 2");

        put(stored(0, "ca"));

        assertThat(told()).last().isEqualTo("* over 1000 2");
    }

    @Test
    void anEndThatWasNotAnnouncedInTurnStillComes() throws Exception {
        put(Interpretation.announcing(end(3), List.of()));

        order.setProcessingTime(12_000);

        assertThat(told()).containsExactly("* over 3000 2");
    }

    @Test
    void tellsNobodyAnythingAfterTheEndAndForgetsTheSession() throws Exception {
        put(Interpretation.announcing(end(0), List.of()));
        told();

        put(announcing(0, "es"));
        put(stored(0, "es"));
        assertThat(told()).isEmpty();

        order.setProcessingTime(Duration.ofMinutes(10).toMillis());
        assertThat(order.numKeyedStateEntries()).isZero();
        assertThat(order.numProcessingTimeTimers()).isZero();
    }

    @Test
    void goesOnWhereTheCheckpointWas() throws Exception {
        // Given
        put(announcing(0, "es"));
        put(announcing(1, "es"));
        put(stored(0, "es"));
        put(stored(1, "es").failed(letter("store", "STORE_FAILED")));
        put(announcing(2, "es"));
        put(translated(2, "es"));
        OperatorSubtaskState state = order.snapshot(1, 1);
        order.close();

        // When
        open(state);
        put(stored(0, "es"));
        put(announcing(2, "es"));
        put(translated(2, "es"));
        put(announcing(3, "es"));
        put(stored(3, "es"));
        put(stored(2, "es"));

        // Then
        assertThat(told())
                .containsExactly(
                        "en caption 3000 'said 3'",
                        "#speaker caption 3000 'said 3'",
                        "es caption 3000 'es3'",
                        "es audio 2000",
                        "es audio 3000");
    }

    @Test
    void hasNewPatienceAfterARestore() throws Exception {
        // Given: a checkpoint, and an hour without the job
        put(announcing(0, "es"));
        OperatorSubtaskState state = order.snapshot(1, 1);
        order.close();
        long hour = Duration.ofHours(1).toMillis();

        // When
        open(state, hour);
        put(Interpretation.announcing(changing(1, "x"), List.of()));
        told();
        order.setProcessingTime(hour + 5_000);

        // Then: what is asked for anew has its time
        assertThat(told()).isEmpty();
        put(stored(0, "es"));
        assertThat(told()).containsExactly("es caption 0 'es0'", "es skipped 0 LATE");
    }

    @Test
    void doesNotTellAgainWithOtherBordersWhatWasToldBefore() throws Exception {
        // Given: 0 to 4 s were told
        put(Interpretation.announcing(said(0, 0, 4_000, "one two three four"), List.of("es")));
        put(stored(said(0, 0, 4_000, "one two three four"), "es"));
        told();

        // When: recognised again, cut elsewhere
        Utterance covered = said(1, 1_000, 4_000, "two three four");
        Utterance mostly = said(2, 2_000, 5_000, "three four five");
        Utterance hardly = said(3, 4_000, 7_000, "five six seven");
        for (Utterance one : List.of(covered, mostly, hardly)) {
            put(Interpretation.announcing(one, List.of("es")));
            put(stored(one, "es"));
        }

        // Then: every word is told once
        assertThat(told())
                .containsExactly(
                        "en caption 4000 'five'",
                        "#speaker caption 4000 'five'",
                        "es caption 4000 'es2'",
                        "es audio 4000",
                        "en caption 5000 'six seven'",
                        "#speaker caption 5000 'six seven'",
                        "es caption 5000 'es3'",
                        "es audio 5000");
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void leavesOutWhatAnAnnouncementKnowsToBeToldBefore() throws Exception {
        // Given: the state of the last checkpoint knows nothing, but listeners have heard
        Map<String, Long> toldUntil = Map.of("en", 3_000L, "es", 2_000L);

        // When
        Utterance utterance = said(0, 0, 4_000, "one two three four");
        put(Interpretation.announcing(utterance, List.of("es", "fr"), List.of(), toldUntil));
        put(stored(utterance.since(2_000), "es"));
        put(stored(utterance, "fr"));

        // Then
        assertThat(told())
                .containsExactly(
                        "en caption 3000 'four'",
                        "#speaker caption 3000 'four'",
                        "es caption 2000 'es0'",
                        "es audio 2000",
                        "fr caption 0 'fr0'",
                        "fr audio 0");
    }

    @Test
    void saysWhatEndsTheTellingOfATime() throws Exception {
        put(Interpretation.announcing(changing(0, "sa"), List.of()));
        put(announcing(0, "es", "fr"));
        put(stored(0, "es"));
        put(Interpretation.asking(utterance(0), "fr").failed(letter("translate", "TRANSLATION_FAILED")));
        put(Interpretation.announcing(end(1), List.of()));

        assertThat(order.extractOutputValues())
                .filteredOn(one -> one.toldUntilMillis() != Notification.UNFINISHED)
                .extracting(one -> one.target() + " " + words(one.message()) + " until " + one.toldUntilMillis())
                .containsExactly(
                        "en caption 0 'said 0' until 1000",
                        "es audio 0 until 1000",
                        "fr skipped 0 TRANSLATION_FAILED until 1000");
    }

    @Test
    void aLanguageThatIsNewHearsWhatOthersHeardBefore() throws Exception {
        put(Interpretation.announcing(said(0, 0, 4_000, "one"), List.of("es")));
        told();

        put(Interpretation.announcing(said(1, 1_000, 4_000, "one"), List.of("es", "fr")));
        put(stored(said(1, 1_000, 4_000, "one"), "fr"));

        assertThat(told()).containsExactly("fr caption 1000 'fr1'", "fr audio 1000");
    }

    @Test
    void buriesWhatTheAnnouncementFailedWith() throws Exception {
        DeadLetter nobodyKnows = letter("languages", "DIRECTORY_UNAVAILABLE");

        put(announcing(0).failed(nobodyKnows));

        assertThat(told()).containsExactly("en caption 0 'said 0'", "#speaker caption 0 'said 0'");
        assertThat(deadLetters()).containsExactly(nobodyKnows);
    }

    // ---- the words of these tests

    private void open(OperatorSubtaskState state) throws Exception {
        open(state, 0);
    }

    private void open(OperatorSubtaskState state, long atMillis) throws Exception {
        order = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new OrderFunction(SETTINGS)),
                in -> in.utterance().session().sessionId(),
                Types.STRING);
        order.setup();
        if (state != null) {
            order.initializeState(state);
        }
        order.setProcessingTime(atMillis);
        order.open();
        read = 0;
        buried = 0;
    }

    private void put(Interpretation in) throws Exception {
        order.processElement(in, 0);
    }

    /** What was told since it was last asked. */
    private List<String> told() {
        List<Notification> all = order.extractOutputValues();
        List<String> told = new ArrayList<>();
        for (Notification one : all.subList(read, all.size())) {
            assertThat(one.sessionId()).isEqualTo(SESSION);
            told.add(one.target() + " " + words(one.message()));
        }
        read = all.size();
        return told;
    }

    private static String words(String message) {
        ServerMessage read;
        try {
            read = ProtocolJson.readServerMessage(message);
        } catch (ProtocolException e) {
            throw new AssertionError(message, e);
        }
        if (read instanceof Caption caption) {
            return (caption.partial() ? "partial " : "caption ") + caption.mediaStartMillis() + " '" + caption.text()
                    + "'";
        }
        if (read instanceof Audio audio) {
            return "audio " + audio.mediaStartMillis();
        }
        if (read instanceof Skipped skipped) {
            return "skipped " + skipped.mediaStartMillis() + " " + skipped.reason();
        }
        if (read instanceof SessionOver over) {
            return "over " + over.mediaMillis() + " " + over.gaps();
        }
        return read.toString();
    }

    private List<DeadLetter> deadLetters() {
        var out = order.getSideOutput(OrderFunction.DEAD_LETTERS);
        if (out == null) {
            return List.of();
        }
        List<DeadLetter> all = out.stream().map(StreamRecord::getValue).toList();
        List<DeadLetter> since = all.subList(buried, all.size());
        buried = all.size();
        return since;
    }

    private static Utterance utterance(int ordinal) {
        return said(ordinal, "said " + ordinal);
    }

    private static Interpretation announcing(int ordinal, String... languages) {
        return Interpretation.announcing(utterance(ordinal), List.of(languages));
    }

    private static Interpretation partial(int ordinal, long endMillis, String text) {
        return Interpretation.asking(translatedWhileChanging(ordinal, endMillis, text), "es")
                .withText("es:" + text);
    }

    private static Interpretation translated(int ordinal, String language) {
        return Interpretation.asking(utterance(ordinal), language).withText(language + ordinal);
    }

    private static Interpretation stored(int ordinal, String language) {
        return stored(utterance(ordinal), language);
    }

    private static Interpretation stored(Utterance utterance, String language) {
        return Interpretation.asking(utterance, language)
                .withText(language + utterance.ordinal())
                .withSpeech(new byte[] {1}, 700)
                .storedAt("https://there/" + language + utterance.ordinal());
    }

    private static DeadLetter letter(String stage, String reason) {
        return new DeadLetter(stage, reason, SESSION, "es/0", "x", 1);
    }
}
