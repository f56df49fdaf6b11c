package dev.dragoman.job.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.Notification;
import dev.dragoman.job.service.RetrySettings;
import dev.dragoman.job.service.ServiceException;
import dev.dragoman.job.service.Utterances;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AudienceTest {

    private static final Notification AUDIO = new Notification(Utterances.SESSION, "es", "{}", 0, false);

    private final FakeListenerDirectory directory =
            new FakeListenerDirectory().with("a", Utterances.SESSION, "es").with("b", Utterances.SESSION, "es");

    private final Audience audience = new Audience(
            directory, new NotifySettings(RetrySettings.within(Duration.ofMinutes(2)), 1_000, Duration.ZERO, 100));

    @Test
    void whoWasThereLastDoesNotWaitForADirectoryThatIsGone() {
        // Given
        assertThat(audience.of(AUDIO).join()).containsExactly("a", "b");
        directory.faults.breakWith(ServiceException.unavailable("status 500"));

        // Then: long before the minutes that it may be asked
        assertThat(audience.of(AUDIO))
                .succeedsWithin(Audience.ASKED_WITHIN.multipliedBy(5))
                .isEqualTo(List.of("a", "b"));
        assertThat(directory.faults.calls()).as("it was tried again").isGreaterThan(2);
    }

    @Test
    void whereNobodyWasKnownTheDirectoryIsAskedOn() {
        // Given
        directory.faults.failNext(3, ServiceException.unavailable("status 500"));

        // Then
        assertThat(audience.of(AUDIO).join()).containsExactly("a", "b");
    }
}
