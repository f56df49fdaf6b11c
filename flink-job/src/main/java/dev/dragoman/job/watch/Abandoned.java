package dev.dragoman.job.watch;

/**
 * A session whose speaker has been gone for too long.
 *
 * @param sessionId the session
 */
public record Abandoned(String sessionId) {}
