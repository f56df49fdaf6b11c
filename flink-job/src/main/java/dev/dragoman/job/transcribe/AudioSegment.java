package dev.dragoman.job.transcribe;

/**
 * A piece of a session's audio that has no final result yet, as it lies in keyed state under its
 * media start. Public because Flink serialises it.
 *
 * @param serverMillis when ingest had its last sample, by the server's clock
 * @param bytes 16 kHz, one channel, signed 16-bit little-endian
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record AudioSegment(long serverMillis, byte[] bytes) {}
