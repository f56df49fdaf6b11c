package dev.dragoman.protocol;

import java.util.List;

/**
 * What can be spoken and heard; {@code GET /languages} answers with it.
 *
 * @param sources the languages that can be spoken
 * @param targets the languages that can be heard
 */
public record LanguagesOffered(List<String> sources, List<Target> targets) {

    public LanguagesOffered {
        sources = List.copyOf(sources);
        targets = List.copyOf(targets);
    }

    /**
     * A language that can be heard.
     *
     * @param language its code
     * @param name what its speakers call it
     * @param voices who can speak it, by name; a session that chooses none has the system's own. Empty if
     *     it can only be read
     */
    public record Target(String language, String name, List<String> voices) {

        public Target {
            voices = List.copyOf(voices);
        }
    }
}
