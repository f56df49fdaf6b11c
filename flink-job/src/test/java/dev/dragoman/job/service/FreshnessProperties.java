package dev.dragoman.job.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.deliver.OrderFunction;
import dev.dragoman.job.deliver.OrderSettings;
import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.model.Notification;
import dev.dragoman.job.model.Utterance;
import dev.dragoman.protocol.Audio;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.Skipped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** The rate of the voices and the order of delivery together, when the rate is far too low. */
class FreshnessProperties {

    private static final int UTTERANCES = 60;
    private static final int EACH_MILLIS = 1_000;

    /** Half a sentence until the session counts as behind, one turn's pause, and the voice. */
    private static final long FRESH_MILLIS = 2_000 + 2_500 + 300;

    private ManualTime time = new ManualTime();

    private record Heard(long mediaStartMillis, long ageMillis) {}

    @Property(tries = 40)
    void whatIsHeardStaysFreshWhenTheRateIsTooLow(
            @ForAll @DoubleRange(min = 0.4, max = 0.6) double ofTheNeed, @ForAll @IntRange(max = 300) int voiceMillis)
            throws Exception {
        // Given: a voice that may be asked about half as often as somebody speaks
        time = new ManualTime();
        RateSettings rate = new RateSettings(ofTheNeed, 1, Duration.ofSeconds(12));
        Turns turns = new RateLimit(rate, true, 1, time::nanos, time::after).join();
        List<Heard> heard = new ArrayList<>();
        List<Long> ended = new ArrayList<>();
        try (Order order = new Order()) {
            for (int i = 0; i < UTTERANCES; i++) {
                // When
                Utterance said = Utterances.said(i, (long) i * EACH_MILLIS, (i + 1L) * EACH_MILLIS, "w" + i);
                order.put(Interpretation.announcing(said, List.of("es")));
                Interpretation translated = Interpretation.asking(said, "es").withText("es" + i);
                order.put(translated);
                var unused = turns.turn(
                                Utterances.SESSION,
                                "es",
                                said.mediaStartMillis(),
                                rate.patienceMillis(time.millis(), time.millis()))
                        .whenComplete((turn, none) -> time.after(
                                Duration.ofMillis(none == null ? voiceMillis : 0)
                                        .toNanos(),
                                () -> order.put(none == null ? spoken(translated) : failed(translated))));
                pass(order, EACH_MILLIS);
            }
            pass(order, 20_000);

            // Then
            for (Told one : order.told) {
                if (one.message() instanceof Audio audio) {
                    heard.add(new Heard(audio.mediaStartMillis(), one.atMillis() - audio.mediaStartMillis()));
                    ended.add(audio.mediaStartMillis());
                } else if (one.message() instanceof Skipped skipped) {
                    ended.add(skipped.mediaStartMillis());
                }
            }
        }
        assertThat(ended)
                .as("every utterance ends once, in order")
                .hasSize(UTTERANCES)
                .isSorted();
        assertThat(heard).as("as much as the rate allows is heard").hasSizeGreaterThan((int)
                (UTTERANCES * ofTheNeed * 0.8));
        assertThat(heard).allSatisfy(one -> assertThat(one.ageMillis()).isLessThanOrEqualTo(FRESH_MILLIS));
    }

    /** A tenth of a second at a time, so that the order's clock goes with it. */
    private void pass(Order order, long millis) throws Exception {
        for (long passed = 0; passed < millis; passed += 100) {
            time.passes(100);
            order.passes(time.millis());
        }
    }

    private static Interpretation spoken(Interpretation translated) {
        return translated.withSpeech(new byte[1], 900).storedAt("https://there");
    }

    private Interpretation failed(Interpretation translated) {
        return translated.failed(new DeadLetter(
                "synthesize", InterpretationStage.NOT_IN_TIME, Utterances.SESSION, "x", "x", time.millis()));
    }

    private record Told(Object message, long atMillis) {}

    /** The order of delivery in its operator, with the test's clock. */
    private final class Order implements AutoCloseable {

        private final KeyedOneInputStreamOperatorTestHarness<String, Interpretation, Notification> harness;
        private final List<Told> told = new ArrayList<>();
        private int seen;

        Order() throws Exception {
            harness = new KeyedOneInputStreamOperatorTestHarness<>(
                    new KeyedProcessOperator<>(new OrderFunction(OrderSettings.defaults())),
                    in -> in.utterance().session().sessionId(),
                    Types.STRING);
            harness.open();
            harness.setProcessingTime(time.millis());
        }

        void put(Interpretation in) {
            try {
                harness.processElement(in, 0);
                note();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        void passes(long nowMillis) throws Exception {
            harness.setProcessingTime(nowMillis);
            note();
        }

        private void note() throws Exception {
            List<Notification> all = harness.extractOutputValues();
            for (Notification one : all.subList(seen, all.size())) {
                told.add(new Told(ProtocolJson.readServerMessage(one.message()), time.millis()));
            }
            seen = all.size();
        }

        @Override
        public void close() {
            try {
                harness.close();
            } catch (Exception e) {
                throw new IllegalStateException("the operator did not close", e);
            }
        }
    }
}
