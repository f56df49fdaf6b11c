package dev.dragoman.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a speaker is recognised. What is named here must exist in the account, in the language that is
 * spoken; the service looks it up when the talk begins.
 *
 * @param alternatives languages that may be spoken instead of the session's source language; which
 *     one it is, is identified from the first words, and holds for the whole session. Up to 4, one
 *     variety of each language; empty if the source language is certain
 * @param vocabulary a custom vocabulary in the source language, or null; if an alternative is
 *     identified, it goes without, and without the filter
 * @param vocabularyFilter a list of words to be filtered, or null
 * @param vocabularyFilterMethod what becomes of them; {@link FilterMethod#MASK} if null
 * @param languageModel a custom language model, or null; not together with alternatives
 */
public record RecognitionSettings(
        List<String> alternatives,
        @Nullable String vocabulary,
        @Nullable String vocabularyFilter,
        @Nullable FilterMethod vocabularyFilterMethod,
        @Nullable String languageModel) {

    /** What becomes of filtered words. */
    public enum FilterMethod {
        /** They become asterisks. */
        MASK,
        /** They are left out. */
        REMOVE,
        /** They stay; only the service's own log tells of them. */
        TAG
    }

    public RecognitionSettings {
        alternatives = List.copyOf(alternatives);
    }

    /** The source language, as the service knows it. */
    public static RecognitionSettings defaults() {
        return new RecognitionSettings(List.of(), null, null, null, null);
    }

    @JsonCreator
    static RecognitionSettings read(
            @JsonProperty("alternatives") @Nullable List<String> alternatives,
            @JsonProperty("vocabulary") @Nullable String vocabulary,
            @JsonProperty("vocabularyFilter") @Nullable String vocabularyFilter,
            @JsonProperty("vocabularyFilterMethod") @Nullable FilterMethod vocabularyFilterMethod,
            @JsonProperty("languageModel") @Nullable String languageModel) {
        return new RecognitionSettings(
                alternatives == null ? List.of() : alternatives,
                vocabulary,
                vocabularyFilter,
                vocabularyFilterMethod,
                languageModel);
    }

    /** The same with these languages to choose from besides the source language. */
    public RecognitionSettings withAlternatives(List<String> languages) {
        return new RecognitionSettings(languages, vocabulary, vocabularyFilter, vocabularyFilterMethod, languageModel);
    }
}
