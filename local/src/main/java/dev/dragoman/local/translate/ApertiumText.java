package dev.dragoman.local.translate;

import java.util.regex.Pattern;

/** Text as Apertium's programs read and write it: marks of their own escaped, layout in brackets. */
final class ApertiumText {

    private static final String SPECIAL = "\\[]{}^$@/<>";
    private static final Pattern LAYOUT = Pattern.compile("[\\n\\r\\t]+| {2,}");
    /** What is put before a word that could not be translated. */
    private static final Pattern UNKNOWN_MARK = Pattern.compile("(?<![\\p{L}\\p{N}])[*#@](?=\\p{L})");
    /** Grammar that was left in the text, such as {@code <prn>}. */
    private static final Pattern GRAMMAR = Pattern.compile("(<[a-z0-9_]+>)+");

    private ApertiumText() {}

    /** Text for the programs. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        var layout = LAYOUT.matcher(text.replace("\0", ""));
        int from = 0;
        String plain = text.replace("\0", "");
        while (layout.find()) {
            escape(plain, from, layout.start(), escaped);
            escaped.append('[').append(layout.group()).append(']');
            from = layout.end();
        }
        escape(plain, from, plain.length(), escaped);
        return escaped.toString();
    }

    private static void escape(String text, int from, int to, StringBuilder into) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (SPECIAL.indexOf(c) >= 0) {
                into.append('\\');
            }
            into.append(c);
        }
    }

    /** Text from the programs. */
    static String unescaped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                plain.append(text.charAt(++i));
            } else if (c != '[' && c != ']') {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    /** A translation without the programs' remarks, except where the source has such signs itself. */
    static String withoutRemarks(String translation, String source) {
        String clean = translation;
        if (source.indexOf('<') < 0) {
            clean = GRAMMAR.matcher(clean).replaceAll("");
        }
        if (source.indexOf('*') < 0 && source.indexOf('#') < 0 && source.indexOf('@') < 0) {
            clean = UNKNOWN_MARK.matcher(clean).replaceAll("");
        }
        if (!source.contains("  ")) {
            clean = clean.replaceAll(" {2,}", " ");
        }
        return outerSpace(source, true) + clean.strip() + outerSpace(source, false);
    }

    private static String outerSpace(String text, boolean leading) {
        String stripped = leading ? text.stripLeading() : text.stripTrailing();
        return leading ? text.substring(0, text.length() - stripped.length()) : text.substring(stripped.length());
    }
}
