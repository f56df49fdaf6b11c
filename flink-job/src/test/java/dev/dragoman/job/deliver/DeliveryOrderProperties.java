package dev.dragoman.job.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.model.Notification;
import dev.dragoman.job.model.Utterance;
import dev.dragoman.job.service.Utterances;
import dev.dragoman.protocol.Audio;
import dev.dragoman.protocol.Caption;
import dev.dragoman.protocol.ProtocolException;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionOver;
import dev.dragoman.protocol.Skipped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever overtakes what, comes twice, fails, or never comes, and wherever the job is restored. */
class DeliveryOrderProperties {

    private static final List<String> LANGUAGES = List.of("ca", "es", "fr");
    private static final int UTTERANCES = 8;
    private static final OrderSettings SETTINGS = new OrderSettings(Duration.ofSeconds(12), Duration.ofSeconds(60));

    private final List<Notification> told = new ArrayList<>();
    private final List<DeadLetter> buried = new ArrayList<>();
    private long nowMillis = 1;

    @Property(tries = 400)
    void everyPromiseIsKeptOnceAndInOrder(@ForAll long seed) throws ProtocolException {
        // Given
        told.clear();
        buried.clear();
        nowMillis = 1;
        Random random = new Random(seed);
        List<Interpretation> records = new ArrayList<>();
        List<List<Integer>> promised = new ArrayList<>();
        LANGUAGES.forEach(language -> promised.add(new ArrayList<>()));
        for (int ordinal = 0; ordinal < UTTERANCES; ordinal++) {
            Utterance utterance = Utterances.said(ordinal, "said " + ordinal);
            List<String> languages =
                    LANGUAGES.stream().filter(one -> random.nextInt(4) > 0).toList();
            records.add(Interpretation.announcing(utterance, languages));
            for (String language : languages) {
                promised.get(LANGUAGES.indexOf(language)).add(ordinal);
                records.addAll(pieces(utterance, language, random));
                records.addAll(partials(ordinal, language, random));
            }
        }
        records.add(Interpretation.announcing(Utterances.end(UTTERANCES), List.of()));
        List<Interpretation> twice =
                records.stream().filter(one -> random.nextInt(4) == 0).toList();
        records.addAll(twice);
        Collections.shuffle(records, random);

        // When
        Progress progress = Progress.none();
        for (Interpretation record : records) {
            nowMillis += random.nextInt(20);
            DeliveryOrder order = order(progress, 0);
            order.take(record, nowMillis);
            progress = order.progress();
        }
        for (OptionalLong wake = order(progress, 0).nextWakeMillis();
                wake.isPresent() && !progress.isOver();
                wake = order(progress, 0).nextWakeMillis()) {
            nowMillis = Math.max(nowMillis, wake.getAsLong());
            DeliveryOrder order = order(progress, 0);
            order.wake(nowMillis);
            progress = order.progress();
        }

        // Then
        for (int i = 0; i < LANGUAGES.size(); i++) {
            assertThat(ended(LANGUAGES.get(i))).as(LANGUAGES.get(i)).isEqualTo(promised.get(i));
            assertCaptionsInOrder(LANGUAGES.get(i));
            assertThat(captions(LANGUAGES.get(i)))
                    .as("captions " + LANGUAGES.get(i))
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .isSubsetOf(promised.get(i));
        }
        assertThat(captions("en"))
                .isEqualTo(IntStream.range(0, UTTERANCES).boxed().toList());
        assertThat(told.get(told.size() - 1).target()).isEqualTo(Notification.EVERYONE);
        assertThat(told.stream().filter(one -> read(one) instanceof SessionOver))
                .hasSize(1);
        assertThat(progress.awaited()).isEmpty();
        assertThat(progress.arrived()).isEmpty();
        long skipped = told.stream().filter(one -> read(one) instanceof Skipped).count();
        assertThat(buried).as("every skipped piece left a dead letter").hasSize((int) skipped);
    }

    private static List<Interpretation> partials(int ordinal, String language, Random random) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> Utterances.translatedWhileChanging(ordinal, ordinal * 1_000L + 200L * (i + 1), "sa"))
                .map(partial -> Interpretation.asking(partial, language).withText("partial"))
                .toList();
    }

    /** Partial ones before their final one and newer each time; all in media time. */
    private void assertCaptionsInOrder(String language) {
        long start = -1;
        long partialEnd = -1;
        boolean isFinal = false;
        for (Notification one : told) {
            if (!one.target().equals(language) || !(read(one) instanceof Caption caption)) {
                continue;
            }
            assertThat(caption.mediaStartMillis()).isGreaterThanOrEqualTo(start);
            assertThat(one.passing()).isEqualTo(caption.partial());
            if (caption.mediaStartMillis() == start) {
                assertThat(isFinal).as("nothing after a final one").isFalse();
            }
            if (caption.partial()) {
                assertThat(caption.mediaEndMillis()).isGreaterThan(partialEnd);
                partialEnd = caption.mediaEndMillis();
            }
            start = caption.mediaStartMillis();
            isFinal = !caption.partial();
        }
    }

    private static List<Interpretation> pieces(Utterance utterance, String language, Random random) {
        Interpretation asked = Interpretation.asking(utterance, language);
        Interpretation translated = asked.withText(language + utterance.ordinal());
        DeadLetter letter = new DeadLetter("x", "X", Utterances.SESSION, language, "x", 1);
        return switch (random.nextInt(6)) {
            case 0 -> List.of(asked.failed(letter), asked.failed(letter));
            case 1 -> List.of(translated, translated.failed(letter));
            case 2 -> List.of(translated);
            case 3 -> List.of();
            default -> List.of(translated, translated.withSpeech(new byte[1], 9).storedAt("https://x"));
        };
    }

    private DeliveryOrder order(Progress progress, long openedMillis) {
        return new DeliveryOrder(Utterances.SESSION, progress, SETTINGS, openedMillis, new Outbox() {
            @Override
            public void tell(Notification notification) {
                told.add(notification);
            }

            @Override
            public void skipped(String reason) {}

            @Override
            public void bury(DeadLetter letter) {
                buried.add(letter);
            }
        });
    }

    private List<Integer> ended(String language) {
        return told.stream()
                .filter(one -> one.target().equals(language))
                .filter(one -> read(one) instanceof Audio || read(one) instanceof Skipped)
                .map(one -> (int) (one.mediaStartMillis() / 1_000))
                .toList();
    }

    private List<Integer> captions(String language) {
        return told.stream()
                .filter(one -> one.target().equals(language))
                .filter(one -> read(one) instanceof Caption caption && !caption.partial())
                .map(one -> (int) (one.mediaStartMillis() / 1_000))
                .toList();
    }

    private static ServerMessage read(Notification notification) {
        try {
            return ProtocolJson.readServerMessage(notification.message());
        } catch (ProtocolException e) {
            throw new AssertionError(notification.message(), e);
        }
    }
}
