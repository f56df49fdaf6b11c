package dev.dragoman.job.webm;

/**
 * Why bytes could not be read, in words that can be shown to the speaker.
 *
 * <p>What was found before the fault has gone to the sink. The demuxer can be used on: after {@link
 * Reason#MALFORMED} and {@link Reason#LIMIT_EXCEEDED} in the middle of a recording it looks for the
 * next packet as after a loss; after all others it refuses every chunk with the same reason until a
 * new recording begins.
 */
public final class WebmException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What was wrong. */
    public enum Reason {
        /** The bytes are no WebM at all, for example MP4, Ogg, or nothing in particular. */
        NOT_WEBM,
        /** WebM, but without an Opus track. */
        NO_OPUS_TRACK,
        /** WebM of a kind that no browser records: encrypted or compressed tracks, laced blocks. */
        UNSUPPORTED,
        /** The recording's first chunk never came: without its init segment the rest can't be read. */
        RECORDING_START_MISSING,
        /** The recording ended without a single byte. */
        EMPTY,
        /** The recording ended inside an element; the packets before it are whole. */
        TRUNCATED,
        /** The bytes break the rules of EBML, Matroska or Opus. */
        MALFORMED,
        /** An element is larger than any that is needed; the message names the limit. */
        LIMIT_EXCEEDED,
        /** A snapshot was not made by this version or has been damaged. */
        BAD_SNAPSHOT
    }

    WebmException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static WebmException malformed(String message) {
        return new WebmException(Reason.MALFORMED, message);
    }

    static WebmException limitExceeded(String limit, long is, long accepted) {
        return new WebmException(Reason.LIMIT_EXCEEDED, limit + ": " + is + ", at most " + accepted + " is accepted");
    }

    static WebmException badSnapshot(String message) {
        return new WebmException(Reason.BAD_SNAPSHOT, message);
    }

    /** What was wrong. */
    public Reason reason() {
        return reason;
    }
}
