package dev.dragoman.job.service;

/**
 * An outside service did not do what it was asked. What went wrong is told by {@link #cause}; the
 * message names the service's own code and never holds what was sent, because that may be spoken
 * text.
 */
public final class ServiceException extends Exception {

    /** Why a service did not do it. */
    public enum Reason {
        /** Too much was asked at once: the same call may succeed later. */
        THROTTLED(true),
        /** It is broken or can't be reached: the same call may succeed later. */
        UNAVAILABLE(true),
        /** Nothing came back in time; it may have been done or not. */
        NO_ANSWER(true),
        /** It never will: unsupported language, text too long, no permission. */
        REFUSED(false),
        /** It was not asked: the answer could not have been heard in time. */
        NOT_IN_TIME(false);

        private final boolean worthRepeating;

        Reason(boolean worthRepeating) {
            this.worthRepeating = worthRepeating;
        }
    }

    private final Reason reason;

    private ServiceException(Reason reason, String code) {
        super(reason + ": " + code, null, false, false); // a code, no place: stack traces would only cost
        this.reason = reason;
    }

    /** Too much was asked at once. */
    public static ServiceException throttled(String code) {
        return new ServiceException(Reason.THROTTLED, code);
    }

    /** The service is broken or can't be reached. */
    public static ServiceException unavailable(String code) {
        return new ServiceException(Reason.UNAVAILABLE, code);
    }

    /** Nothing came back in time. */
    public static ServiceException noAnswer(String code) {
        return new ServiceException(Reason.NO_ANSWER, code);
    }

    /** The service will never do this. */
    public static ServiceException refused(String code) {
        return new ServiceException(Reason.REFUSED, code);
    }

    /** The service was not asked, because it was too late. */
    public static ServiceException notInTime(String code) {
        return new ServiceException(Reason.NOT_IN_TIME, code);
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** Whether the same call may succeed later. */
    public boolean isWorthRepeating() {
        return reason.worthRepeating;
    }
}
