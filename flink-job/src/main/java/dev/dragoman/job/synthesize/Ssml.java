package dev.dragoman.job.synthesize;

/** Writes plain text as SSML that says exactly the text, at a speed. */
final class Ssml {

    private Ssml() {}

    /**
     * The document; characters that XML does not allow become spaces.
     *
     * @param percent of the voice's own speed
     */
    static String of(String text, int percent) {
        return percent == 100
                ? "<speak>" + escaped(text) + "</speak>"
                : "<speak><prosody rate=\"" + percent + "%\">" + escaped(text) + "</prosody></speak>";
    }

    /** What a text takes of a document's 6,000 characters, of which 3,000 may be text. */
    static int size(String text) {
        return text.codePoints()
                .map(c -> Math.max(2, escaped(Character.toString(c)).length()))
                .sum();
    }

    private static String escaped(String text) {
        StringBuilder ssml = new StringBuilder(text.length() + 32);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> ssml.append("&amp;");
                case '<' -> ssml.append("&lt;");
                case '>' -> ssml.append("&gt;");
                case '"' -> ssml.append("&quot;");
                case '\'' -> ssml.append("&apos;");
                default -> ssml.appendCodePoint(isXml(c) ? c : ' ');
            }
        });
        return ssml.toString();
    }

    /** https://www.w3.org/TR/xml/#charsets */
    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }
}
