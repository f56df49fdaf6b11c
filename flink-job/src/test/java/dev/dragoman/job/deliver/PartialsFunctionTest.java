package dev.dragoman.job.deliver;

import static dev.dragoman.job.service.Utterances.SESSION;
import static dev.dragoman.job.service.Utterances.changing;
import static dev.dragoman.job.service.Utterances.end;
import static dev.dragoman.job.service.Utterances.said;
import static dev.dragoman.job.service.Utterances.translatedWhileChanging;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.model.Utterance;
import dev.dragoman.job.service.AsyncHarness;
import dev.dragoman.job.service.ServiceException;
import dev.dragoman.protocol.ConnectionItem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;

class PartialsFunctionTest {

    private final FakeListenerDirectory directory = new FakeListenerDirectory()
            .with("s", SESSION, ConnectionItem.SPEAKER)
            .with("a", SESSION, "es")
            .with("b", SESSION, "es")
            .with("c", SESSION, "en")
            .with("d", SESSION, "ca");
    private final AtomicLong nowMillis = new AtomicLong(1_000);

    @Example
    void asksForEachLanguageThatSomebodyListensTo() throws Exception {
        Utterance partial = translatedWhileChanging(0, 500, "He");
        try (var stage = stage()) {
            assertThat(stage.put(partial).drain())
                    .containsExactly(Interpretation.asking(partial, "ca"), Interpretation.asking(partial, "es"));
        }
    }

    @Example
    void passesOverWhatIsFinalAndSessionsThatDidNotChooseIt() throws Exception {
        try (var stage = stage()) {
            stage.put(changing(0, "He")).put(said(0, "Hello.")).put(end(1));
            assertThat(stage.drain()).isEmpty();
        }
        assertThat(directory.faults.calls()).isZero();
    }

    @Property(tries = 20)
    void asksAtMostOnceASecondWithTheWordsAsTheyAreThen(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 900) Integer> pausesMillis) throws Exception {
        // Given
        long askedMillis = -1_000;
        List<Long> expected = new ArrayList<>();
        nowMillis.set(10_000);
        try (var stage = stage()) {
            // When
            for (int pause : pausesMillis) {
                long now = nowMillis.addAndGet(pause);
                stage.put(translatedWhileChanging(0, now, "at " + now));
                if (now - askedMillis >= 1_000) {
                    expected.add(now);
                    askedMillis = now;
                }
            }

            // Then
            assertThat(stage.drain().stream()
                            .filter(one -> one.language().equals("es"))
                            .map(one -> one.utterance().mediaEndMillis()))
                    .isEqualTo(expected);
        }
    }

    @Example
    void asksForNothingWhenTheDirectoryFailsAndDoesNotTryAgain() throws Exception {
        directory.faults.breakWith(ServiceException.unavailable("status 500"));
        try (var stage = stage()) {
            assertThat(stage.put(translatedWhileChanging(0, 500, "He")).drain()).isEmpty();
        }
        assertThat(directory.faults.calls()).isEqualTo(1);
    }

    private AsyncHarness<Utterance, Interpretation> stage() throws Exception {
        return AsyncHarness.open(
                new PartialsFunction(() -> directory, new Clock() {
                    @Override
                    public long millis() {
                        return nowMillis.get();
                    }

                    @Override
                    public Instant instant() {
                        return Instant.ofEpochMilli(millis());
                    }

                    @Override
                    public ZoneId getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(ZoneId zone) {
                        return this;
                    }
                }),
                TypeInformation.of(Utterance.class).createSerializer(new SerializerConfigImpl()),
                Duration.ofSeconds(10),
                null);
    }
}
