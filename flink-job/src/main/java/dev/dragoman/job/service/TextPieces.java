package dev.dragoman.job.service;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/**
 * Splits text that is too long for one call at sentence ends; a sentence that is too long by itself
 * at word ends, and a word that is too long between characters. Joined again, the pieces are the
 * text: nothing is lost, added or moved.
 */
public final class TextPieces {

    private TextPieces() {}

    /**
     * The pieces of a text.
     *
     * @param size what the limit counts; the size of two texts joined must be the sum of theirs
     * @param most the limit; at least the size of any one character
     */
    public static List<String> of(String text, String language, ToIntFunction<String> size, int most) {
        if (size.applyAsInt(text) <= most) {
            return List.of(text);
        }
        Locale locale = Locale.forLanguageTag(language);
        List<String> sentences = cut(text, BreakIterator.getSentenceInstance(locale));
        List<String> fitting = new ArrayList<>();
        for (String sentence : sentences) {
            if (size.applyAsInt(sentence) <= most) {
                fitting.add(sentence);
            } else {
                fitting.addAll(joined(words(sentence, locale, size, most), size, most));
            }
        }
        return joined(fitting, size, most);
    }

    private static List<String> words(String sentence, Locale locale, ToIntFunction<String> size, int most) {
        List<String> words = new ArrayList<>();
        for (String word : cut(sentence, BreakIterator.getWordInstance(locale))) {
            if (size.applyAsInt(word) <= most) {
                words.add(word);
            } else {
                word.codePoints().mapToObj(Character::toString).forEach(words::add);
            }
        }
        return words;
    }

    private static List<String> cut(String text, BreakIterator borders) {
        borders.setText(text);
        List<String> parts = new ArrayList<>();
        int start = borders.first();
        for (int end = borders.next(); end != BreakIterator.DONE; end = borders.next()) {
            parts.add(text.substring(start, end));
            start = end;
        }
        return parts;
    }

    private static List<String> joined(List<String> parts, ToIntFunction<String> size, int most) {
        List<String> joined = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        int pieceSize = 0;
        for (String part : parts) {
            int partSize = size.applyAsInt(part);
            if (pieceSize > 0 && pieceSize + partSize > most) {
                joined.add(piece.toString());
                piece.setLength(0);
                pieceSize = 0;
            }
            piece.append(part);
            pieceSize += partSize;
        }
        if (pieceSize > 0) {
            joined.add(piece.toString());
        }
        return joined;
    }
}
