package dev.dragoman.local.transcribe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes recognised words, which come in lower case, as a reader expects them in English. */
final class Spelling {

    private static final Set<String> NAMES = Set.of(
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "january",
            "february",
            "april",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
            "africa",
            "america",
            "asia",
            "australia",
            "europe",
            "england",
            "france",
            "germany",
            "italy",
            "portugal",
            "spain",
            "london",
            "paris",
            "english",
            "french",
            "german",
            "italian",
            "portuguese",
            "spanish",
            "european",
            "american");

    private Spelling() {}

    /** The same words with a capital at the beginning, in names and in the first person. */
    static List<Word> written(List<Word> words) {
        List<Word> written = new ArrayList<>(words.size());
        for (Word word : words) {
            String text = word.text();
            boolean capital = written.isEmpty() || text.equals("i") || text.startsWith("i'") || NAMES.contains(text);
            written.add(capital ? word.withText(capitalised(text)) : word);
        }
        return written;
    }

    private static String capitalised(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
