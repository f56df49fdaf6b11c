package dev.dragoman.local.fault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one call: it waits for {@code delay}, then it is served, refused, or served with its
 * answer lost.
 *
 * @param delay how long the call waits first; zero for not at all
 * @param failure the error to answer with, or null to serve the call
 * @param served whether a call that is answered with an error takes effect all the same: to its caller
 *     the answer was lost
 */
public record Fault(Duration delay, @Nullable Failure failure, boolean served) {

    /** Nothing goes wrong. */
    public static final Fault NONE = new Fault(Duration.ZERO, null, true);

    /**
     * An error of the service.
     *
     * @param status the HTTP status, 400 to 599
     * @param code the service's own code, for example {@code ProvisionedThroughputExceededException}
     */
    public record Failure(int status, String code) {}

    /** The call is served after a while. */
    public static Fault slow(Duration delay) {
        return new Fault(delay, null, true);
    }

    /** The call is refused and has no effect. */
    public static Fault refuse(int status, String code) {
        return new Fault(Duration.ZERO, new Failure(status, code), false);
    }

    /** The call takes effect, but its caller gets a server error. */
    public static Fault loseAnswer() {
        return new Fault(Duration.ZERO, new Failure(500, "InternalFailure"), true);
    }
}
