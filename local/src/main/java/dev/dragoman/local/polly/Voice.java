package dev.dragoman.local.polly;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A voice of Polly's, and how espeak-ng stands in for it.
 *
 * @param id Polly's name for it
 * @param languageCode its language, by Polly's code
 * @param languageName that language's name in English
 * @param gender {@code Female} or {@code Male}
 * @param engines Polly's engines that have it
 * @param espeak espeak-ng's name for the language
 */
record Voice(String id, String languageCode, String languageName, String gender, Set<String> engines, String espeak) {

    private static final Set<String> NEURAL = Set.of("neural");
    private static final Set<String> BOTH = Set.of("neural", "standard");

    private static final Map<String, Voice> ALL = new TreeMap<>();

    static {
        for (Voice voice : List.of(
                new Voice("Lucia", "es-ES", "Castilian Spanish", "Female", BOTH, "es"),
                new Voice("Sergio", "es-ES", "Castilian Spanish", "Male", NEURAL, "es"),
                new Voice("Lupe", "es-US", "US Spanish", "Female", BOTH, "es-419"),
                new Voice("Pedro", "es-US", "US Spanish", "Male", NEURAL, "es-419"),
                new Voice("Mia", "es-MX", "Mexican Spanish", "Female", BOTH, "es-419"),
                new Voice("Andres", "es-MX", "Mexican Spanish", "Male", NEURAL, "es-419"),
                new Voice("Arlet", "ca-ES", "Catalan", "Female", NEURAL, "ca"),
                new Voice("Camila", "pt-BR", "Brazilian Portuguese", "Female", BOTH, "pt-br"),
                new Voice("Vitoria", "pt-BR", "Brazilian Portuguese", "Female", BOTH, "pt-br"),
                new Voice("Thiago", "pt-BR", "Brazilian Portuguese", "Male", NEURAL, "pt-br"),
                new Voice("Ines", "pt-PT", "Portuguese", "Female", BOTH, "pt"),
                new Voice("Lea", "fr-FR", "French", "Female", BOTH, "fr-fr"),
                new Voice("Remi", "fr-FR", "French", "Male", NEURAL, "fr-fr"),
                new Voice("Bianca", "it-IT", "Italian", "Female", BOTH, "it"),
                new Voice("Adriano", "it-IT", "Italian", "Male", NEURAL, "it"),
                new Voice("Vicki", "de-DE", "German", "Female", BOTH, "de"),
                new Voice("Daniel", "de-DE", "German", "Male", NEURAL, "de"),
                new Voice("Joanna", "en-US", "US English", "Female", BOTH, "en-us"),
                new Voice("Matthew", "en-US", "US English", "Male", BOTH, "en-us"),
                new Voice("Amy", "en-GB", "British English", "Female", BOTH, "en-gb"),
                new Voice("Brian", "en-GB", "British English", "Male", BOTH, "en-gb"),
                new Voice("Laura", "nl-NL", "Dutch", "Female", NEURAL, "nl"),
                new Voice("Ola", "pl-PL", "Polish", "Female", NEURAL, "pl"))) {
            ALL.put(voice.id(), voice);
        }
    }

    /** All voices, by id. */
    static List<Voice> all() {
        return List.copyOf(ALL.values());
    }

    /** The voice of this id, or null. */
    static @Nullable Voice named(String id) {
        return ALL.get(id);
    }

    /** What espeak-ng is told: its language, and a variant by gender. */
    String espeakVoice() {
        return gender.equals("Female") ? espeak + "+f2" : espeak;
    }
}
