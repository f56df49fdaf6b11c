package dev.dragoman.job.synthesize;

/** Writes plain text as SSML that says exactly the text. */
final class Ssml {

    private Ssml() {}

    /** The document; characters that XML does not allow become spaces. */
    static String of(String text) {
        StringBuilder ssml = new StringBuilder(text.length() + 32).append("<speak>");
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
        return ssml.append("</speak>").toString();
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
