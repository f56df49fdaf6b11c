package dev.dragoman.protocol;

/**
 * How far the interpretation of a session is.
 *
 * @param recognisedMillis up to where the speaker was recognised, in media time
 * @param lastWords the last words that were recognised for good; empty before the first
 * @param delayMillis how long after they were spoken that was
 * @param gaps how many stretches of audio were lost so far
 */
public record PipelineStatus(long recognisedMillis, String lastWords, long delayMillis, int gaps) {}
