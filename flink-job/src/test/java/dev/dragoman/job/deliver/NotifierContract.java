package dev.dragoman.job.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dragoman.job.service.Retry;
import dev.dragoman.job.service.ServiceException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every notifier does; a subclass says which. */
public abstract class NotifierContract {

    /** The notifier to be held to it. */
    protected abstract Notifier notifier();

    /** Somebody connects: the connection's id. */
    protected abstract String connects() throws Exception;

    /** What a connection was told so far, in its order. */
    protected abstract List<String> told(String connectionId);

    /** A connection ends. */
    protected abstract void leaves(String connectionId) throws Exception;

    /** The next call for a connection is one too many. */
    protected abstract void throttlesNext(String connectionId);

    /** The next call for a connection ends in an internal error. */
    protected abstract void breaksNext(String connectionId);

    @Test
    void tellsEachConnectionItsOwnInOrder() throws Exception {
        String one = connects();
        String other = connects();

        for (int i = 0; i < 20; i++) {
            tells(one, "one " + i);
            tells(other, "¡Adiós, señor " + i + "! 再见 🙂");
        }

        await().untilAsserted(() -> {
            assertThat(told(one)).hasSize(20).startsWith("one 0", "one 1").endsWith("one 19");
            assertThat(told(other)).hasSize(20).first().isEqualTo("¡Adiós, señor 0! 再见 🙂");
        });
    }

    @Test
    void tellsWhatIsLongerThanAFrame() throws Exception {
        String one = connects();
        String message = "é".repeat(60_000);

        tells(one, message);

        await().untilAsserted(() -> assertThat(told(one)).containsExactly(message));
    }

    @Test
    void refusesWhatIsLongerThanAMessage() throws Exception {
        assertThat(failure(connects(), "x".repeat(128 * 1024 + 1)).reason()).isEqualTo(ServiceException.Reason.REFUSED);
    }

    @Test
    void knowsWhoIsGoneAndStaysWithIt() throws Exception {
        String one = connects();
        String other = connects();
        tells(one, "still here");

        leaves(one);

        await().untilAsserted(() -> assertThat(notifier().tell(one, "and now?"))
                .succeedsWithin(10, TimeUnit.SECONDS)
                .isEqualTo(Notifier.Outcome.GONE));
        assertThat(notifier().tell(one, "and now?"))
                .succeedsWithin(10, TimeUnit.SECONDS)
                .isEqualTo(Notifier.Outcome.GONE);
        tells(other, "not me");
    }

    @Test
    void whatIsOneTooManyOrBreaksMayBeRepeated() throws Exception {
        String one = connects();

        throttlesNext(one);
        assertThat(failure(one, "1").reason()).isEqualTo(ServiceException.Reason.THROTTLED);
        breaksNext(one);
        assertThat(failure(one, "1").reason()).isEqualTo(ServiceException.Reason.UNAVAILABLE);
        tells(one, "1");

        await().untilAsserted(() -> assertThat(told(one)).containsExactly("1"));
    }

    private void tells(String connectionId, String message) {
        assertThat(notifier().tell(connectionId, message))
                .succeedsWithin(10, TimeUnit.SECONDS)
                .isEqualTo(Notifier.Outcome.TOLD);
    }

    private ServiceException failure(String connectionId, String message) {
        var told = notifier().tell(connectionId, message);
        assertThat(told).failsWithin(10, TimeUnit.SECONDS);
        return Retry.asServiceException(
                told.handle((outcome, failure) -> failure).join());
    }
}
