package dev.dragoman.ingest;

import dev.dragoman.protocol.SessionItem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What can be heard or read in a session: the languages offered, and its own for captions alone. */
final class LanguagesOfSession {

    private LanguagesOfSession() {}

    static List<String> of(SessionItem session, List<String> targetLanguages) {
        Set<String> languages = new LinkedHashSet<>(targetLanguages);
        languages.add(session.sourceLanguage());
        return new ArrayList<>(languages);
    }

    /**
     * Passes if a language can be heard or read.
     *
     * @throws RefusedException if not
     */
    static void require(SessionItem session, List<String> targetLanguages, String language) throws RefusedException {
        List<String> offered = of(session, targetLanguages);
        if (!offered.contains(language)) {
            throw new RefusedException(Refusal.unsupportedLanguage("language", language, offered));
        }
    }
}
