package dev.dragoman.job.deliver;

import static dev.dragoman.job.service.Utterances.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.model.Notification;
import dev.dragoman.job.model.Utterance;
import dev.dragoman.job.service.AsyncHarness;
import dev.dragoman.job.service.Utterances;
import dev.dragoman.job.transcript.CollectTranscripts;
import dev.dragoman.job.transcript.Transcript;
import dev.dragoman.protocol.Audio;
import dev.dragoman.protocol.Caption;
import dev.dragoman.protocol.ProtocolException;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.ServerMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/**
 * The job fails after listeners were told more than the last checkpoint knows; after the restore the
 * same words are recognised with other borders. The operators of delivery as they are in the job,
 * with the services' fakes.
 */
class RestoredDeliveryProperties {

    private static final int WORDS = 40;
    private static final int WORD_MILLIS = 500;

    private final FakeListenerDirectory directory = new FakeListenerDirectory()
            .with("spanish", SESSION, "es")
            .with("french", SESSION, "fr")
            .with("english", SESSION, "en");

    private FakeDeliveryLog log = new FakeDeliveryLog();
    private FakeNotifier notifier = new FakeNotifier();

    @Property(tries = 25)
    void noWordIsHeardTwiceAndNoneIsMissing(@ForAll long seed) throws Exception {
        // Given: a talk that is told for a while, its checkpoint lying anywhere before
        Random random = new Random(seed);
        log = new FakeDeliveryLog().with(SESSION);
        notifier = new FakeNotifier();
        List<Utterance> first = cut(0, 0, random);
        int told = 1 + random.nextInt(first.size() - 1);
        int checkpointed = random.nextInt(told);
        int underWay = random.nextInt(3);
        Checkpoint state;
        List<Interpretation> again;
        List<Transcript> transcripts;
        try (Run run = new Run(null, first)) {
            run.announce(0, checkpointed);
            again = run.tellAllBut(underWay);
            state = run.checkpoint();
            run.announce(checkpointed, told);
            run.tellAllBut(random.nextInt(3));
            run.settle();
        }

        // When: restored, and recognised again from where the checkpoint was
        int word = checkpointed == 0 ? 0 : lastWord(first.get(checkpointed - 1)) + 1;
        List<Utterance> second = cut(checkpointed, word, random);
        try (Run run = new Run(state, second)) {
            run.tell(again);
            run.announce(checkpointed, checkpointed + second.size());
            run.tellAllBut(0);
            run.settle();
            transcripts = run.end(checkpointed + second.size());
        }

        // Then
        List<String> all = IntStream.range(0, WORDS).mapToObj(i -> "w" + i).toList();
        assertThat(heard("spanish")).isEqualTo(all);
        assertThat(heard("french")).isEqualTo(all);
        assertThat(read("english")).isEqualTo(all);
        assertThat(transcripts).extracting(Transcript::language).containsExactly("en", "es", "fr");
        assertThat(transcripts).allSatisfy(one -> assertThat(written(one)).isEqualTo(all));
    }

    private static List<String> written(Transcript transcript) {
        return transcript.lines().stream()
                .flatMap(line -> Arrays.stream(line.text().split(" ", -1)))
                .toList();
    }

    /** What a checkpoint has of the operators with keyed state. */
    private record Checkpoint(OperatorSubtaskState order, OperatorSubtaskState transcripts) {}

    /** The talk from a word on, in utterances of any length. */
    private static List<Utterance> cut(int ordinal, int fromWord, Random random) {
        List<Utterance> all = new ArrayList<>();
        for (int from = fromWord; from < WORDS; ) {
            int until = Math.min(WORDS, from + 1 + random.nextInt(7));
            String text = IntStream.range(from, until).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
            all.add(Utterances.written(Utterances.said(
                    ordinal + all.size(), (long) from * WORD_MILLIS, (long) until * WORD_MILLIS, text)));
            from = until;
        }
        return all;
    }

    private static int lastWord(Utterance utterance) {
        return (int) (utterance.mediaEndMillis() / WORD_MILLIS) - 1;
    }

    /** The words that a player plays who knows a repetition by its media start. */
    private List<String> heard(String listener) {
        List<String> words = new ArrayList<>();
        Set<Long> known = new HashSet<>();
        for (String message : notifier.told(listener)) {
            if (parsed(message) instanceof Audio audio && known.add(audio.mediaStartMillis())) {
                words.addAll(Arrays.asList(audio.text().split(" ", -1)));
            }
        }
        return words;
    }

    private List<String> read(String reader) {
        List<String> words = new ArrayList<>();
        Set<Long> known = new HashSet<>();
        for (String message : notifier.told(reader)) {
            if (parsed(message) instanceof Caption caption && known.add(caption.mediaStartMillis())) {
                words.addAll(Arrays.asList(caption.text().split(" ", -1)));
            }
        }
        return words;
    }

    private static ServerMessage parsed(String message) {
        try {
            return ProtocolJson.readServerMessage(message);
        } catch (ProtocolException e) {
            throw new AssertionError(message, e);
        }
    }

    /** The operators from the first start or a restore to the failure. */
    private final class Run implements AutoCloseable {

        private final List<Interpretation> asked;
        private final KeyedOneInputStreamOperatorTestHarness<String, Interpretation, Notification> order;
        private final KeyedOneInputStreamOperatorTestHarness<String, Interpretation, Transcript> collect;
        private final AsyncHarness<Notification, DeadLetter> notify;
        private final List<Interpretation> requests = new ArrayList<>();
        private int notified;

        /** Restored from a state, if there is one; what is going to be said is known to the test. */
        Run(@Nullable Checkpoint state, List<Utterance> said) throws Exception {
            try (AsyncHarness<Utterance, Interpretation> languages = AsyncHarness.open(
                    new LanguagesFunction(() -> directory, () -> log, LanguagesSettings.defaults()),
                    TypeInformation.of(Utterance.class).createSerializer(new SerializerConfigImpl()),
                    Duration.ofSeconds(10),
                    null)) {
                for (Utterance one : said) {
                    languages.put(one);
                }
                asked = languages.drain();
            }
            notify = AsyncHarness.open(
                    new NotifyFunction(
                            () -> directory,
                            FakeInterpretationLog::new,
                            () -> notifier,
                            () -> log,
                            NotifySettings.defaults()),
                    TypeInformation.of(Notification.class).createSerializer(new SerializerConfigImpl()),
                    Duration.ofSeconds(10),
                    null);
            order = new KeyedOneInputStreamOperatorTestHarness<>(
                    new KeyedProcessOperator<>(new OrderFunction(OrderSettings.defaults())),
                    in -> in.utterance().session().sessionId(),
                    Types.STRING);
            order.setup();
            if (state != null) {
                order.initializeState(state.order());
            }
            order.open();
            collect = new KeyedOneInputStreamOperatorTestHarness<>(
                    new KeyedProcessOperator<>(new CollectTranscripts()),
                    in -> in.utterance().session().sessionId(),
                    Types.STRING);
            collect.setup();
            if (state != null) {
                collect.initializeState(state.transcripts());
            }
            collect.open();
        }

        /** Announces these utterances; their interpretations are under way. */
        void announce(int fromOrdinal, int untilOrdinal) throws Exception {
            for (Interpretation one : asked) {
                int ordinal = one.utterance().ordinal();
                if (ordinal < fromOrdinal || ordinal >= untilOrdinal) {
                    continue;
                }
                if (one.announces()) {
                    collect.processElement(one, 0);
                    order.processElement(one, 0);
                } else {
                    requests.add(one);
                }
            }
            notifyListeners();
        }

        /** Completes what is under way but for the last ones, which are returned. */
        List<Interpretation> tellAllBut(int underWay) throws Exception {
            int ready = Math.max(0, requests.size() - underWay);
            tell(requests.subList(0, ready));
            requests.subList(0, ready).clear();
            return List.copyOf(requests);
        }

        void tell(List<Interpretation> interpretations) throws Exception {
            for (Interpretation one : interpretations) {
                Interpretation translated = one.withText(one.utterance().text());
                collect.processElement(translated, 0);
                if (!translated.isForTranscriptAlone()) {
                    order.processElement(translated.withSpeech(new byte[1], 1).storedAt("https://there"), 0);
                }
            }
            notifyListeners();
        }

        private void notifyListeners() throws Exception {
            List<Notification> all = order.extractOutputValues();
            for (Notification one : all.subList(notified, all.size())) {
                notify.put(one);
            }
            notified = all.size();
        }

        Checkpoint checkpoint() throws Exception {
            return new Checkpoint(order.snapshot(1, 1), collect.snapshot(1, 1));
        }

        List<Transcript> end(int utterances) throws Exception {
            collect.processElement(
                    Interpretation.announcing(Utterances.written(Utterances.end(utterances)), List.of()), 0);
            return collect.extractOutputValues();
        }

        /** Waits until everything was told. */
        void settle() throws Exception {
            assertThat(notify.drain()).isEmpty();
        }

        @Override
        public void close() {
            notify.close();
            try {
                order.close();
                collect.close();
            } catch (Exception e) {
                throw new IllegalStateException("the operator did not close", e);
            }
        }
    }
}
