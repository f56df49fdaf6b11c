package dev.dragoman.job.transcribe;

import dev.dragoman.job.model.Session;
import dev.dragoman.protocol.RecognitionSettings;
import java.util.List;
import java.util.Optional;

/**
 * What a stream is to recognise.
 *
 * @param sessionId the session, for the service's and the operator's logs
 * @param languageCode the language in the service's code, for example {@code en-US}
 * @param otherCodes languages that may be spoken instead: which one it is, is to be identified; empty
 *     if the language is certain
 * @param settings what else the speaker chose
 */
public record StreamRequest(
        String sessionId, String languageCode, List<String> otherCodes, RecognitionSettings settings) {

    /** What a session wants, unless the service does not have its language. Alternatives it does not have are left out. */
    static Optional<StreamRequest> of(Session session) {
        RecognitionSettings settings = session.settings().recognition();
        List<String> others = settings.alternatives().stream()
                .flatMap(language -> SourceLanguages.codeOf(language).stream())
                .toList();
        return SourceLanguages.codeOf(session.sourceLanguage())
                .map(code -> new StreamRequest(session.sessionId(), code, others, settings));
    }

    /** Whether the language is to be identified. */
    boolean identifies() {
        return !otherCodes.isEmpty();
    }
}
