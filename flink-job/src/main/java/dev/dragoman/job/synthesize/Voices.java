package dev.dragoman.job.synthesize;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which voice speaks which language.
 *
 * @param table voice by language, BCP 47
 */
public record Voices(Map<String, Voice> table) implements Serializable {

    /**
     * Amazon Polly's neural voices. https://docs.aws.amazon.com/polly/latest/dg/neural-voices.html
     *
     * <p>A language that is not here has no neural voice, Galician for one: it is heard by nobody and
     * read as captions.
     */
    private static final Map<String, Voice> NEURAL = Map.ofEntries(
            Map.entry("ar", new Voice("Hala", "ar-AE")),
            Map.entry("ca", new Voice("Arlet", "ca-ES")),
            Map.entry("cs", new Voice("Jitka", "cs-CZ")),
            Map.entry("da", new Voice("Sofie", "da-DK")),
            Map.entry("de", new Voice("Vicki", "de-DE")),
            Map.entry("de-AT", new Voice("Hannah", "de-AT")),
            Map.entry("de-CH", new Voice("Sabrina", "de-CH")),
            Map.entry("en", new Voice("Joanna", "en-US")),
            Map.entry("en-AU", new Voice("Olivia", "en-AU")),
            Map.entry("en-GB", new Voice("Amy", "en-GB")),
            Map.entry("en-IE", new Voice("Niamh", "en-IE")),
            Map.entry("en-IN", new Voice("Kajal", "en-IN")),
            Map.entry("es", new Voice("Lucia", "es-ES")),
            Map.entry("es-MX", new Voice("Mia", "es-MX")),
            Map.entry("es-US", new Voice("Lupe", "es-US")),
            Map.entry("fi", new Voice("Suvi", "fi-FI")),
            Map.entry("fr", new Voice("Lea", "fr-FR")),
            Map.entry("fr-BE", new Voice("Isabelle", "fr-BE")),
            Map.entry("fr-CA", new Voice("Gabrielle", "fr-CA")),
            Map.entry("hi", new Voice("Kajal", "hi-IN")),
            Map.entry("it", new Voice("Bianca", "it-IT")),
            Map.entry("ja", new Voice("Kazuha", "ja-JP")),
            Map.entry("ko", new Voice("Seoyeon", "ko-KR")),
            Map.entry("nb", new Voice("Ida", "nb-NO")),
            Map.entry("nl", new Voice("Laura", "nl-NL")),
            Map.entry("no", new Voice("Ida", "nb-NO")),
            Map.entry("pl", new Voice("Ola", "pl-PL")),
            Map.entry("pt", new Voice("Ines", "pt-PT")),
            Map.entry("pt-BR", new Voice("Camila", "pt-BR")),
            Map.entry("sv", new Voice("Elin", "sv-SE")),
            Map.entry("tr", new Voice("Burcu", "tr-TR")),
            Map.entry("zh", new Voice("Zhiyu", "cmn-CN")));

    public Voices {
        table = Map.copyOf(table);
    }

    /** The neural voices. */
    public static Voices neural() {
        return new Voices(NEURAL);
    }

    /** The same, with some voices chosen otherwise. */
    public Voices with(Map<String, Voice> others) {
        Map<String, Voice> both = new HashMap<>(table);
        both.putAll(others);
        return new Voices(both);
    }

    /** The voice of a language; of the language without its region where the region has none. */
    public Optional<Voice> of(String language) {
        Voice voice = table.get(language);
        return Optional.ofNullable(
                voice == null ? table.get(Locale.forLanguageTag(language).getLanguage()) : voice);
    }
}
