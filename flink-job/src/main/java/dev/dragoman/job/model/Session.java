package dev.dragoman.job.model;

import dev.dragoman.protocol.RecognitionSettings;
import dev.dragoman.protocol.SessionSettings;
import java.util.List;

/**
 * What every stage needs to know of a session; travels with the records, so that no stage keeps it
 * as state.
 *
 * @param sessionId the session
 * @param sourceLanguage the language spoken; where it is still to be identified, the likeliest
 * @param settings what the speaker chose
 */
public record Session(String sessionId, String sourceLanguage, SessionSettings settings) {

    /**
     * The same once it is known which of its languages is spoken. What the account has for the language
     * that was likeliest is of no use for another.
     */
    public Session identifiedAs(String language) {
        RecognitionSettings recognition = language.equals(sourceLanguage)
                ? settings.recognition().withAlternatives(List.of())
                : RecognitionSettings.defaults();
        return new Session(sessionId, language, settings.with(recognition));
    }
}
