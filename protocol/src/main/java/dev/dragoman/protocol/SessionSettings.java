package dev.dragoman.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a speaker chose for a session. Travels in {@link SessionStarted} and on through the job, so
 * that no stage needs a table for it. In JSON everything may be left out: what is not there is as in
 * {@link #defaults()}.
 *
 * @param transcript whether the talk's text is kept beyond the session
 * @param translatedPartials whether listeners get captions in their language while a sentence is
 *     still being spoken, which costs a translation for each
 * @param recognition how the speaker is recognised
 * @param translation how the words are translated
 * @param voices who speaks, by target language: a name of {@link NeuralVoices}; other languages have
 *     the system's voice
 */
public record SessionSettings(
        boolean transcript,
        boolean translatedPartials,
        RecognitionSettings recognition,
        TranslationSettings translation,
        Map<String, String> voices) {

    public SessionSettings {
        voices = Map.copyOf(voices);
    }

    /** What a session has when its speaker chose nothing. */
    public static SessionSettings defaults() {
        return new SessionSettings(
                false, false, RecognitionSettings.defaults(), TranslationSettings.defaults(), Map.of());
    }

    @JsonCreator
    static SessionSettings read(
            @JsonProperty("transcript") @Nullable Boolean transcript,
            @JsonProperty("translatedPartials") @Nullable Boolean translatedPartials,
            @JsonProperty("recognition") @Nullable RecognitionSettings recognition,
            @JsonProperty("translation") @Nullable TranslationSettings translation,
            @JsonProperty("voices") @Nullable Map<String, String> voices) {
        return new SessionSettings(
                Boolean.TRUE.equals(transcript),
                Boolean.TRUE.equals(translatedPartials),
                recognition == null ? RecognitionSettings.defaults() : recognition,
                translation == null ? TranslationSettings.defaults() : translation,
                voices == null ? Map.of() : voices);
    }

    /** The same, recognised so. */
    public SessionSettings with(RecognitionSettings how) {
        return new SessionSettings(transcript, translatedPartials, how, translation, voices);
    }

    /** The same, translated so. */
    public SessionSettings with(TranslationSettings how) {
        return new SessionSettings(transcript, translatedPartials, recognition, how, voices);
    }

    /** The same with these voices. */
    public SessionSettings withVoices(Map<String, String> byLanguage) {
        return new SessionSettings(transcript, translatedPartials, recognition, translation, byLanguage);
    }

    /** The same with or without a transcript. */
    public SessionSettings withTranscript(boolean kept) {
        return new SessionSettings(kept, translatedPartials, recognition, translation, voices);
    }

    /** The same with or without translated partial captions. */
    public SessionSettings withTranslatedPartials(boolean translated) {
        return new SessionSettings(transcript, translated, recognition, translation, voices);
    }
}
