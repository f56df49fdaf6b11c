package dev.dragoman.local.translate;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps a translation's capitals where its source has them. Apertium carries a sentence's first
 * capital along with the word, wherever the word goes.
 */
final class Capitals {

    private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}\\p{N}'’·-]*");

    private Capitals() {}

    /** The translation with capitals as in the source. */
    static String as(String source, String translation) {
        String result = hasCapitalInside(source) ? translation : lowerInside(translation);
        return startsWithCapital(source) ? capitalised(result) : result;
    }

    private static boolean startsWithCapital(String text) {
        Matcher first = WORD.matcher(text);
        return first.find() && Character.isUpperCase(first.group().charAt(0));
    }

    private static boolean hasCapitalInside(String text) {
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            boolean firstPerson = word.group().equals("I") || word.group().startsWith("I'");
            if (!firstPerson && !beginsSentence(text, word.start()) && hasCapital(word.group())) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasCapital(String word) {
        return word.chars().anyMatch(Character::isUpperCase);
    }

    private static String lowerInside(String text) {
        return WORD.matcher(text)
                .replaceAll(word -> Matcher.quoteReplacement(
                        beginsSentence(text, word.start())
                                ? word.group()
                                : word.group().toLowerCase(Locale.ROOT)));
    }

    private static boolean beginsSentence(String text, int at) {
        for (int i = at - 1; i >= 0; i--) {
            char c = text.charAt(i);
            if (c == '.' || c == '!' || c == '?' || c == ':' || c == '\n' || c == '¿' || c == '¡') {
                return true;
            }
            if (Character.isLetterOrDigit(c) || c == ',' || c == ';') {
                return false;
            }
        }
        return true;
    }

    private static String capitalised(String text) {
        Matcher first = WORD.matcher(text);
        if (!first.find()) {
            return text;
        }
        int at = first.start();
        return text.substring(0, at) + Character.toUpperCase(text.charAt(at)) + text.substring(at + 1);
    }
}
