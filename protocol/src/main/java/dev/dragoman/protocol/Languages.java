package dev.dragoman.protocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The languages that Dragoman knows, by code, with the name that their own speakers give them. Which
 * of them a system offers depends on its speech services and is part of its configuration.
 */
public final class Languages {

    private static final Map<String, String> OWN_NAMES = ownNames();

    /** What can be spoken where Amazon Transcribe recognises it in streams. */
    public static final List<String> SOURCES =
            List.of("en", "es", "fr", "de", "it", "pt", "nl", "pl", "sv", "ja", "ko", "zh", "hi", "ar");

    /** What can be heard where Amazon Translate and Amazon Polly do the work. */
    public static final List<String> TARGETS = List.of(
            "en", "es", "fr", "de", "it", "pt", "pt-BR", "ca", "nl", "pl", "sv", "da", "no", "fi", "ro", "tr", "ru",
            "ar", "hi", "ja", "ko", "zh");

    private Languages() {}

    /** Every code and its own name, in the order in which a page would offer them. */
    public static Map<String, String> all() {
        return OWN_NAMES;
    }

    /** What a language is called by its speakers, if the code is known. */
    public static Optional<String> ownName(String code) {
        return Optional.ofNullable(OWN_NAMES.get(code));
    }

    private static Map<String, String> ownNames() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("en", "English");
        names.put("es", "Español");
        names.put("fr", "Français");
        names.put("de", "Deutsch");
        names.put("it", "Italiano");
        names.put("pt", "Português");
        names.put("pt-BR", "Português (Brasil)");
        names.put("ca", "Català");
        names.put("gl", "Galego");
        names.put("eo", "Esperanto");
        names.put("nl", "Nederlands");
        names.put("pl", "Polski");
        names.put("sv", "Svenska");
        names.put("da", "Dansk");
        names.put("no", "Norsk");
        names.put("fi", "Suomi");
        names.put("ro", "Română");
        names.put("tr", "Türkçe");
        names.put("ru", "Русский");
        names.put("ar", "العربية");
        names.put("hi", "हिन्दी");
        names.put("ja", "日本語");
        names.put("ko", "한국어");
        names.put("zh", "中文");
        return Collections.unmodifiableMap(names);
    }
}
