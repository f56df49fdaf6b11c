package dev.dragoman.job.transcribe;

import dev.dragoman.job.model.Session;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The languages that Amazon Transcribe recognises as a stream, by the names that sessions give them:
 * a language ({@code en}) or a language and a country ({@code en-GB}), in any case. A language alone
 * stands for its most spoken variety that the service has. Source: Amazon Transcribe's developer
 * guide, table of supported languages, column "streaming".
 */
final class SourceLanguages {

    /** The service's codes; the first of a language is the one it stands for alone. */
    private static final String[] CODES = {
        "en-US", "en-GB", "en-AU", "en-IN", "en-IE", "en-AB", "en-WL", "en-ZA", "en-NZ", "es-ES", "es-US", "ca-ES",
        "gl-ES", "eu-ES", "fr-FR", "fr-CA", "de-DE", "de-CH", "it-IT", "pt-PT", "pt-BR", "nl-NL", "sv-SE", "da-DK",
        "no-NO", "fi-FI", "pl-PL", "cs-CZ", "sk-SK", "hr-HR", "sr-RS", "ro-RO", "el-GR", "ru-RU", "uk-UA", "lv-LV",
        "ar-SA", "ar-AE", "he-IL", "fa-IR", "hi-IN", "ja-JP", "ko-KR", "zh-CN", "zh-TW", "zh-HK", "th-TH", "vi-VN",
        "id-ID", "ms-MY", "tl-PH", "af-ZA", "so-SO", "zu-ZA"
    };

    private static final Map<String, String> BY_NAME = new HashMap<>();

    static {
        for (String code : CODES) {
            BY_NAME.put(code.toLowerCase(Locale.ROOT), code);
            BY_NAME.putIfAbsent(code.substring(0, code.indexOf('-')), code);
        }
    }

    private SourceLanguages() {}

    /** Which of a session's languages the service means by a code, if any. */
    static Optional<String> nameOf(String code, Session session) {
        return Stream.concat(
                        Stream.of(session.sourceLanguage()), session.settings().recognition().alternatives().stream())
                .filter(language -> codeOf(language).filter(code::equals).isPresent())
                .findFirst();
    }

    /** The service's code for a language, if it has one. */
    static Optional<String> codeOf(String language) {
        return Optional.ofNullable(BY_NAME.get(language.toLowerCase(Locale.ROOT)));
    }
}
