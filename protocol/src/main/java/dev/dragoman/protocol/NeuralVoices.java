package dev.dragoman.protocol;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Amazon Polly's neural voices and what they speak.
 * https://docs.aws.amazon.com/polly/latest/dg/available-voices.html
 */
public final class NeuralVoices {

    /** By name; a voice with two dialects speaks both languages. */
    private static final Map<String, List<String>> DIALECTS = Map.ofEntries(
            Map.entry("Hala", List.of("ar-AE")),
            Map.entry("Zayd", List.of("ar-AE")),
            Map.entry("Lisa", List.of("nl-BE")),
            Map.entry("Arlet", List.of("ca-ES")),
            Map.entry("Jitka", List.of("cs-CZ")),
            Map.entry("Hiujin", List.of("yue-CN")),
            Map.entry("Zhiyu", List.of("cmn-CN")),
            Map.entry("Sofie", List.of("da-DK")),
            Map.entry("Laura", List.of("nl-NL")),
            Map.entry("Olivia", List.of("en-AU")),
            Map.entry("Amy", List.of("en-GB")),
            Map.entry("Emma", List.of("en-GB")),
            Map.entry("Brian", List.of("en-GB")),
            Map.entry("Arthur", List.of("en-GB")),
            Map.entry("Kajal", List.of("en-IN", "hi-IN")),
            Map.entry("Niamh", List.of("en-IE")),
            Map.entry("Aria", List.of("en-NZ")),
            Map.entry("Ayanda", List.of("en-ZA")),
            Map.entry("Danielle", List.of("en-US")),
            Map.entry("Gregory", List.of("en-US")),
            Map.entry("Ivy", List.of("en-US")),
            Map.entry("Joanna", List.of("en-US")),
            Map.entry("Joey", List.of("en-US")),
            Map.entry("Justin", List.of("en-US")),
            Map.entry("Kendra", List.of("en-US")),
            Map.entry("Kevin", List.of("en-US")),
            Map.entry("Kimberly", List.of("en-US")),
            Map.entry("Matthew", List.of("en-US")),
            Map.entry("Ruth", List.of("en-US")),
            Map.entry("Salli", List.of("en-US")),
            Map.entry("Stephen", List.of("en-US")),
            Map.entry("Suvi", List.of("fi-FI")),
            Map.entry("Isabelle", List.of("fr-BE")),
            Map.entry("Gabrielle", List.of("fr-CA")),
            Map.entry("Liam", List.of("fr-CA")),
            Map.entry("Lea", List.of("fr-FR")),
            Map.entry("Remi", List.of("fr-FR")),
            Map.entry("Hannah", List.of("de-AT")),
            Map.entry("Sabrina", List.of("de-CH")),
            Map.entry("Daniel", List.of("de-DE")),
            Map.entry("Vicki", List.of("de-DE")),
            Map.entry("Adriano", List.of("it-IT")),
            Map.entry("Bianca", List.of("it-IT")),
            Map.entry("Kazuha", List.of("ja-JP")),
            Map.entry("Takumi", List.of("ja-JP")),
            Map.entry("Tomoko", List.of("ja-JP")),
            Map.entry("Jihye", List.of("ko-KR")),
            Map.entry("Seoyeon", List.of("ko-KR")),
            Map.entry("Ida", List.of("nb-NO")),
            Map.entry("Ola", List.of("pl-PL")),
            Map.entry("Camila", List.of("pt-BR")),
            Map.entry("Thiago", List.of("pt-BR")),
            Map.entry("Vitoria", List.of("pt-BR")),
            Map.entry("Ines", List.of("pt-PT")),
            Map.entry("Lucia", List.of("es-ES")),
            Map.entry("Sergio", List.of("es-ES")),
            Map.entry("Andres", List.of("es-MX")),
            Map.entry("Mia", List.of("es-MX")),
            Map.entry("Lupe", List.of("es-US")),
            Map.entry("Pedro", List.of("es-US")),
            Map.entry("Elin", List.of("sv-SE")),
            Map.entry("Burcu", List.of("tr-TR")));

    private NeuralVoices() {}

    /** The dialect in which a voice speaks a language, BCP 47 as Polly writes it; empty if it does not speak it. */
    public static Optional<String> dialect(String voice, String language) {
        List<String> dialects = DIALECTS.getOrDefault(voice, List.of());
        return dialects.stream()
                .filter(dialect -> dialect.equals(language))
                .findFirst()
                .or(() -> dialects.stream()
                        .filter(dialect -> base(dialect).equals(base(language)))
                        .findFirst());
    }

    /** The names of all voices that speak a language in any dialect, in alphabetical order. */
    public static List<String> of(String language) {
        return DIALECTS.keySet().stream()
                .filter(voice -> dialect(voice, language).isPresent())
                .sorted()
                .toList();
    }

    private static String base(String tag) {
        String language = Locale.forLanguageTag(tag).getLanguage();
        return switch (language) {
            case "cmn" -> "zh";
            case "nb" -> "no";
            default -> language;
        };
    }
}
