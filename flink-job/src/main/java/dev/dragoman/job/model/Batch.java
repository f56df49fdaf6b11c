package dev.dragoman.job.model;

/**
 * The audio of one window as a WebM file that decodes by itself; or, with no samples, only the end
 * of its session.
 *
 * @param session the session
 * @param serverMillis when ingest had the batch's last chunk, by the server's clock
 * @param mediaStart48k where the batch proper starts, in samples at 48 kHz since the session's first
 * @param samples48k the batch proper's length; a multiple of 120
 * @param preroll48k how many samples of earlier audio stand before it in the file, to be decoded and
 *     thrown away
 * @param webm the file; empty if there are no samples
 * @param endOfSession nothing follows this batch
 * @param gaps how many gaps the session had so far
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Batch(
        Session session,
        long serverMillis,
        long mediaStart48k,
        int samples48k,
        int preroll48k,
        byte[] webm,
        boolean endOfSession,
        int gaps) {}
