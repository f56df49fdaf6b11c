package dev.dragoman.ingest;

import dev.dragoman.protocol.NeuralVoices;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.RecognitionSettings;
import dev.dragoman.protocol.SessionSettings;
import dev.dragoman.protocol.TranslationSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses, when a session is made, settings that the speech services would refuse when the talk
 * begins. Says of the first wrong one which field it is, why, and what is accepted. Whether a
 * vocabulary, a model or a terminology exists only the services know.
 */
final class SettingsCheck {

    /** https://docs.aws.amazon.com/transcribe/latest/APIReference/API_streaming_StartStreamTranscription.html */
    private static final Pattern TRANSCRIBE_NAME = Pattern.compile("[0-9a-zA-Z._-]{1,200}");

    private static final String TRANSCRIBE_NAME_WORDS = "1 to 200 letters, digits, dots, hyphens and underscores";

    /** https://docs.aws.amazon.com/translate/latest/APIReference/API_TranslateText.html */
    private static final Pattern TRANSLATE_NAME = Pattern.compile("([A-Za-z0-9-]_?){1,256}");

    private static final String TRANSLATE_NAME_WORDS =
            "1 to 256 letters, digits and hyphens, single underscores between or after them";

    /** With the source language 5, as many as Amazon Transcribe takes. */
    private static final int MOST_ALTERNATIVES = 4;

    /** https://docs.aws.amazon.com/transcribe/latest/dg/lang-id.html */
    private static final Set<String> NEVER_IDENTIFIED = Set.of("sv", "vi");

    private final List<String> sourceLanguages;
    private final List<String> targetLanguages;

    SettingsCheck(List<String> sourceLanguages, List<String> targetLanguages) {
        this.sourceLanguages = sourceLanguages;
        this.targetLanguages = targetLanguages;
    }

    /** What is wrong with the settings of a session in a language, if anything is. */
    Optional<Problem> problem(String sourceLanguage, SessionSettings settings) {
        RecognitionSettings recognition = settings.recognition();
        TranslationSettings translation = settings.translation();
        return alternatives(sourceLanguage, recognition.alternatives())
                .or(() -> transcribeName("vocabulary", recognition.vocabulary()))
                .or(() -> transcribeName("vocabularyFilter", recognition.vocabularyFilter()))
                .or(() -> transcribeName("languageModel", recognition.languageModel()))
                .or(() -> combinations(recognition))
                .or(() -> name(
                        "settings.translation.terminology",
                        translation.terminology(),
                        TRANSLATE_NAME,
                        TRANSLATE_NAME_WORDS))
                .or(() -> voices(settings.voices()));
    }

    private Optional<Problem> alternatives(String sourceLanguage, List<String> alternatives) {
        String field = "settings.recognition.alternatives";
        if (alternatives.isEmpty()) {
            return Optional.empty();
        }
        for (String language : alternatives) {
            if (!sourceLanguages.contains(language)) {
                return Optional.of(Refusal.unsupportedLanguage(field, language, sourceLanguages));
            }
        }
        List<String> all = new ArrayList<>(alternatives);
        all.add(sourceLanguage);
        List<String> languages = all.stream()
                .map(tag -> Locale.forLanguageTag(tag).getLanguage())
                .toList();
        boolean distinct = new HashSet<>(languages).size() == languages.size();
        boolean identified = languages.stream().noneMatch(NEVER_IDENTIFIED::contains);
        if (distinct && identified && alternatives.size() <= MOST_ALTERNATIVES) {
            return Optional.empty();
        }
        return Optional.of(Refusal.invalid(
                field,
                "These languages can't be told apart while they are spoken.",
                "up to " + MOST_ALTERNATIVES + " languages, with the source language one variety of each, without "
                        + String.join(", ", NEVER_IDENTIFIED.stream().sorted().toList())));
    }

    private static Optional<Problem> combinations(RecognitionSettings recognition) {
        if (recognition.languageModel() != null && !recognition.alternatives().isEmpty()) {
            return Optional.of(Refusal.invalid(
                    "settings.recognition.languageModel",
                    "A language model knows one language.",
                    "a language model without alternatives to the source language"));
        }
        if (recognition.vocabularyFilterMethod() != null && recognition.vocabularyFilter() == null) {
            return Optional.of(Refusal.invalid(
                    "settings.recognition.vocabularyFilterMethod",
                    "There is no vocabulary filter to use it with.",
                    "a method together with a vocabularyFilter"));
        }
        return Optional.empty();
    }

    private static Optional<Problem> transcribeName(String field, @Nullable String name) {
        return name("settings.recognition." + field, name, TRANSCRIBE_NAME, TRANSCRIBE_NAME_WORDS);
    }

    private static Optional<Problem> name(String field, @Nullable String name, Pattern pattern, String accepted) {
        return name == null || pattern.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(Refusal.invalid(field, "The field " + field + " is no name.", accepted));
    }

    private Optional<Problem> voices(Map<String, String> voices) {
        for (Map.Entry<String, String> chosen : voices.entrySet()) {
            String language = chosen.getKey();
            if (!targetLanguages.contains(language)) {
                return Optional.of(Refusal.unsupportedLanguage("settings.voices", language, targetLanguages));
            }
            if (NeuralVoices.dialect(chosen.getValue(), language).isEmpty()) {
                List<String> known = NeuralVoices.of(language);
                return Optional.of(Refusal.invalid(
                        "settings.voices." + language,
                        "There is no such voice in this language.",
                        known.isEmpty() ? "nothing: no voice speaks it" : "one of " + String.join(", ", known)));
            }
        }
        return Optional.empty();
    }
}
