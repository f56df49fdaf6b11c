package dev.dragoman.job.transcribe;

import dev.dragoman.job.model.Utterance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes recognised words and marks as a text, in the way of a language. */
final class Wording {

    /** Languages that put no space between words. */
    private static final Set<String> UNSPACED = Set.of("zh", "ja", "th");

    private final boolean spaced;

    Wording(String language) {
        this.spaced = !UNSPACED.contains(language.toLowerCase(Locale.ROOT).split("-", 2)[0]);
    }

    /** The items as one text: marks close up to the word before. */
    String write(List<RecognizedItem> items) {
        StringBuilder text = new StringBuilder();
        for (RecognizedItem item : items) {
            if (spaced && !item.punctuation() && text.length() > 0) {
                text.append(' ');
            }
            text.append(item.text());
        }
        return text.toString();
    }

    /** When each word of that text was said. */
    List<Utterance.Word> words(List<RecognizedItem> items) {
        List<Utterance.Word> words = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            RecognizedItem item = items.get(i);
            if (words.isEmpty() || !item.punctuation()) {
                int behind = write(items.subList(0, i + 1)).length();
                words.add(new Utterance.Word(behind - item.text().length(), item.startMillis(), item.endMillis()));
            }
        }
        return words;
    }
}
