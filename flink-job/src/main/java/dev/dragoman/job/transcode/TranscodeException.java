package dev.dragoman.job.transcode;

/** A batch could not be decoded. */
public final class TranscodeException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** With what the decoder said, or what else a person should know. */
    public TranscodeException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** Why a batch could not be decoded, and whether it is worth trying again. */
    public enum Reason {
        /** The decoder refuses it. Trying again does not help. */
        UNDECODABLE,
        /** The decoder gave another number of samples than the batch announces. Trying again does not help. */
        WRONG_LENGTH,
        /** It was not done in time: the machine is overloaded, or the decoder hung. */
        TIMEOUT,
        /** The decoder could not be started. */
        UNAVAILABLE,
        /** Too many batches wait already. */
        BUSY,
        /** The transcoder was closed before the batch was done. */
        CLOSED
    }
}
