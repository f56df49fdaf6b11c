package dev.dragoman.job.translate;

import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Splits text that is too long for one call at sentence ends; a sentence that is too long by itself
 * at word ends, and a word that is too long between characters. Joined again, the pieces are the
 * text: nothing is lost, added or moved.
 */
final class SentencePieces {

    private SentencePieces() {}

    /** The pieces of a text, none over {@code mostBytes} in UTF-8; at least 4, the longest character. */
    static List<String> of(String text, String language, int mostBytes) {
        if (bytes(text) <= mostBytes) {
            return List.of(text);
        }
        Locale locale = Locale.forLanguageTag(language);
        List<String> sentences = cut(text, BreakIterator.getSentenceInstance(locale));
        List<String> fitting = new ArrayList<>();
        for (String sentence : sentences) {
            if (bytes(sentence) <= mostBytes) {
                fitting.add(sentence);
            } else {
                fitting.addAll(joined(words(sentence, locale, mostBytes), mostBytes));
            }
        }
        return joined(fitting, mostBytes);
    }

    private static List<String> words(String sentence, Locale locale, int mostBytes) {
        List<String> words = new ArrayList<>();
        for (String word : cut(sentence, BreakIterator.getWordInstance(locale))) {
            if (bytes(word) <= mostBytes) {
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

    private static List<String> joined(List<String> parts, int mostBytes) {
        List<String> joined = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        int pieceBytes = 0;
        for (String part : parts) {
            int partBytes = bytes(part);
            if (pieceBytes > 0 && pieceBytes + partBytes > mostBytes) {
                joined.add(piece.toString());
                piece.setLength(0);
                pieceBytes = 0;
            }
            piece.append(part);
            pieceBytes += partBytes;
        }
        if (pieceBytes > 0) {
            joined.add(piece.toString());
        }
        return joined;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
