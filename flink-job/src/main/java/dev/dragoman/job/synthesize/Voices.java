package dev.dragoman.job.synthesize;

import dev.dragoman.protocol.NeuralVoices;
import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which voice speaks which language.
 *
 * @param table voice by language, BCP 47: a name of {@link NeuralVoices}
 */
public record Voices(Map<String, String> table) implements Serializable {

    /**
     * The neural voice of each language that has one.
     *
     * <p>{@code pt} is the Portuguese of Portugal, as {@code es} is the Spanish of Spain and as the page
     * names it ("Português" beside "Português (Brasil)"), with a voice and a translation to match; who
     * wants Brazil's asks for {@code pt-BR}.
     *
     * <p>A language that is not here has no neural voice, Galician for one: it is heard by nobody and
     * read as captions.
     */
    private static final Map<String, String> NEURAL = Map.ofEntries(
            Map.entry("ar", "Hala"),
            Map.entry("ca", "Arlet"),
            Map.entry("cs", "Jitka"),
            Map.entry("da", "Sofie"),
            Map.entry("de", "Vicki"),
            Map.entry("de-AT", "Hannah"),
            Map.entry("de-CH", "Sabrina"),
            Map.entry("en", "Joanna"),
            Map.entry("en-AU", "Olivia"),
            Map.entry("en-GB", "Amy"),
            Map.entry("en-IE", "Niamh"),
            Map.entry("en-IN", "Kajal"),
            Map.entry("es", "Lucia"),
            Map.entry("es-MX", "Mia"),
            Map.entry("es-US", "Lupe"),
            Map.entry("fi", "Suvi"),
            Map.entry("fr", "Lea"),
            Map.entry("fr-BE", "Isabelle"),
            Map.entry("fr-CA", "Gabrielle"),
            Map.entry("hi", "Kajal"),
            Map.entry("it", "Bianca"),
            Map.entry("ja", "Kazuha"),
            Map.entry("ko", "Seoyeon"),
            Map.entry("nb", "Ida"),
            Map.entry("nl", "Laura"),
            Map.entry("no", "Ida"),
            Map.entry("pl", "Ola"),
            Map.entry("pt", "Ines"),
            Map.entry("pt-BR", "Camila"),
            Map.entry("sv", "Elin"),
            Map.entry("tr", "Burcu"),
            Map.entry("zh", "Zhiyu"));

    public Voices {
        table = Map.copyOf(table);
    }

    /** The neural voices. */
    public static Voices neural() {
        return new Voices(NEURAL);
    }

    /**
     * The voice of a language: the chosen one, if it speaks the language; of the language without its
     * region where the region has none.
     *
     * @param chosen names by language
     */
    public Optional<Voice> of(String language, Map<String, String> chosen) {
        return voice(chosen.get(language), language)
                .or(() -> voice(table.get(language), language))
                .or(() -> voice(table.get(Locale.forLanguageTag(language).getLanguage()), language));
    }

    private static Optional<Voice> voice(@Nullable String name, String language) {
        return Optional.ofNullable(name)
                .flatMap(known -> NeuralVoices.dialect(known, language).map(dialect -> new Voice(known, dialect)));
    }
}
