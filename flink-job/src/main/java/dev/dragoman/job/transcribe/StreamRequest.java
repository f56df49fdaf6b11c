package dev.dragoman.job.transcribe;

/**
 * What a stream is to recognise.
 *
 * @param sessionId the session, for the service's and the operator's logs
 * @param languageCode the language in the service's code, for example {@code en-US}
 */
public record StreamRequest(String sessionId, String languageCode) {}
