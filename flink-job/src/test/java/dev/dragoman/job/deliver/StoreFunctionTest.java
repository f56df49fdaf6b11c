package dev.dragoman.job.deliver;

import static dev.dragoman.job.service.Utterances.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.service.AsyncHarness;
import dev.dragoman.job.service.RetrySettings;
import dev.dragoman.job.service.ServiceException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.junit.jupiter.api.Test;

class StoreFunctionTest {

    private static final String KEY = "sessions/golden-eagle-427/translated/es/2000.mp3";
    private static final byte[] MP3 = {1, 2, 3};

    private final FakeAudioStore store = new FakeAudioStore();

    @Test
    void storesUnderTheMediaTimeAndLetsTheBytesGo() throws Exception {
        try (var stage = stage()) {
            Interpretation out = stage.put(spoken()).drain().get(0);

            assertThat(out.url()).isEqualTo("fake://" + KEY);
            assertThat(out.speech()).isNull();
            assertThat(out.durationMillis()).isEqualTo(900);
            assertThat(store.objects).containsOnlyKeys(KEY).containsEntry(KEY, MP3);
        }
    }

    @Test
    void storesAgainWhenItFailedTwice() throws Exception {
        store.faults.failNext(2, ServiceException.unavailable("status 503"));
        try (var stage = stage()) {
            assertThat(stage.put(spoken()).drain()).singleElement().returns(null, Interpretation::failure);
        }
        assertThat(store.faults.calls()).isEqualTo(3);
    }

    @Test
    void storesAgainWhenTheAnswerWasLost() throws Exception {
        store.faults.loseAnswers(1);
        try (var stage = stage()) {
            assertThat(stage.put(spoken()).drain()).singleElement().returns("fake://" + KEY, Interpretation::url);
        }
        assertThat(store.objects).hasSize(1);
    }

    @Test
    void keepsTheTextWhenItCanNotStore() throws Exception {
        store.faults.breakWith(ServiceException.refused("AccessDenied, status 403"));
        try (var stage = stage()) {
            Interpretation out = stage.put(spoken()).drain().get(0);

            assertThat(out.text()).isEqualTo("Hola.");
            assertThat(out.failure().reason()).isEqualTo("STORE_FAILED");
        }
    }

    @Test
    void passesWhatHasNoSpeech() throws Exception {
        Interpretation announcement = Interpretation.announcing(said(0, "Hello."), List.of("es"));
        try (var stage = stage()) {
            assertThat(stage.put(announcement).drain()).containsExactly(announcement);
        }
    }

    private AsyncHarness<Interpretation, Interpretation> stage() throws Exception {
        RetrySettings quick = new RetrySettings(Duration.ofMillis(500), Duration.ofMillis(100), Duration.ofMillis(1));
        return AsyncHarness.open(
                new StoreFunction(() -> store, new StoreSettings(quick, 100), Clock.systemUTC()),
                TypeInformation.of(Interpretation.class).createSerializer(new SerializerConfigImpl()),
                Duration.ofSeconds(10),
                null);
    }

    private static Interpretation spoken() {
        return Interpretation.asking(said(2, "Hello."), "es").withText("Hola.").withSpeech(MP3, 900);
    }
}
