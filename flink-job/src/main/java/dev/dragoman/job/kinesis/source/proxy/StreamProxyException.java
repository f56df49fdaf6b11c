package dev.dragoman.job.kinesis.source.proxy;

import org.jspecify.annotations.Nullable;

/** A call to the stream failed; {@link #reason} says what the caller can do. */
public final class StreamProxyException extends RuntimeException {

    /** What went wrong, by what can be done about it. */
    public enum Reason {
        /** The iterator is older than five minutes: get a new one at the place read so far. */
        ITERATOR_EXPIRED,
        /** Throttled, failed on the other side, not reached or not answered: the same call again, later. */
        TRY_LATER,
        /** The shard is past the stream's retention, and what was not read of it is lost. */
        SHARD_GONE,
        /** Permissions, arguments, no such stream: trying again does not help. */
        REFUSED
    }

    private final Reason reason;

    public StreamProxyException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
