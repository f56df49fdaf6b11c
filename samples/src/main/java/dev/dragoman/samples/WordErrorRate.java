package dev.dragoman.samples;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How far a recognised text is from what was said: the fewest words to replace, insert or leave out,
 * for each word that was said. Case, punctuation and accents' encoding don't count; an apostrophe
 * inside a word does.
 *
 * @param errors words replaced, inserted or left out; 0 or more
 * @param spoken words said; 1 or more
 */
public record WordErrorRate(int errors, int spoken) {

    /**
     * Compares what was recognised with what was said.
     *
     * @throws IllegalArgumentException if nothing was said: there is no rate then
     */
    public static WordErrorRate between(String said, String recognised) {
        List<String> expected = words(said);
        if (expected.isEmpty()) {
            throw new IllegalArgumentException("the text that was said has no word");
        }
        return new WordErrorRate(distance(expected, words(recognised)), expected.size());
    }

    /** Errors for each word said: 0 is perfect, 0.1 is one error in ten words; may exceed 1. */
    public double rate() {
        return (double) errors / spoken;
    }

    /** A text's words as they are compared: lower case, without punctuation. */
    public static List<String> words(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT)
                .replace('\u2019', '\'')
                .replaceAll("[^\\p{L}\\p{Nd}']+", " ")
                .replaceAll("(?<= |^)'+|'+(?= |$)", "")
                .strip();
        return plain.isEmpty() ? List.of() : Arrays.asList(plain.split(" +"));
    }

    private static int distance(List<String> expected, List<String> found) {
        int[] row = new int[found.size() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= expected.size(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (expected.get(i - 1).equals(found.get(j - 1)) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[found.size()];
    }
}
