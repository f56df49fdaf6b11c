package dev.dragoman.job.transcribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TranscribeSettingsTest {

    @Test
    void everyMistakeIsReportedAtOnceWithWhatIsAccepted() {
        assertThatThrownBy(() -> Settings.defaults()
                        .maxUtterance(Duration.ofMillis(100))
                        .concurrentStreams(0)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxUtterance is 100 ms, accepted are 2000 to 60000 ms; "
                        + "concurrentStreams is 0, accepted are 1 to 100000");
    }

    @Test
    void theDefaultsCloseBeforeTheServiceDoes() {
        TranscribeSettings settings = TranscribeSettings.defaults();
        assertThat(settings.starvedBeforeClose()).isLessThan(Duration.ofSeconds(15));
        assertThat(settings.renewAfter()).isLessThan(Duration.ofHours(4));
    }
}
