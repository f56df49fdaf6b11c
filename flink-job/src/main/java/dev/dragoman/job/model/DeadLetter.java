package dev.dragoman.job.model;

/**
 * Something that left the main line, and why. Written as one line of JSON.
 *
 * @param stage the operator that gave up, for example {@code fetch}
 * @param reason why, as a code, for example {@code CHUNK_NOT_FOUND}
 * @param sessionId the session, or the partition key of a record that could not be read
 * @param reference what it was: an S3 location, a range of media time, a sequence number
 * @param detail what the failing thing said, without any spoken text
 * @param serverMillis when, by the server's clock
 */
public record DeadLetter(
        String stage, String reason, String sessionId, String reference, String detail, long serverMillis) {}
