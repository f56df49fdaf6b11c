package dev.dragoman.bench.plot;

import java.util.Locale;

/**
 * Puts an SVG together, an element a line. Text is escaped; whole pixels only, so that a changed figure
 * changes few characters. Light or dark as the reader's system is. Not thread-safe.
 */
final class Picture {

    /** How many colours there are; {@code c0}, {@code c1} … */
    static final int COLOURS = 6;

    private static final String STYLE = """
            <style>
            .paper { fill: #ffffff; } text { fill: #1a1f27; font: 13px system-ui, sans-serif; }
            .title { font-weight: 600; font-size: 15px; } .faint { fill: #59636f; font-size: 12px; }
            .value { paint-order: stroke; stroke: #ffffff; stroke-width: 4; } .grid { stroke: #d5dbe2; } .limit { stroke: #b3261e; stroke-width: 2; stroke-dasharray: 5 4; }
            .mark { stroke: #b3261e; stroke-width: 2; } .limited { fill: #b3261e; font-size: 12px; }
            .curve { fill: none; stroke-width: 2; }
            .c0 { fill: #2f74c8; } .c1 { fill: #b8651b; } .c2 { fill: #1c8763; }
            .c3 { fill: #8552b5; } .c4 { fill: #737d88; } .c5 { fill: #b23a6d; }
            .s0 { stroke: #2f74c8; } .s1 { stroke: #b8651b; } .s2 { stroke: #1c8763; }
            .s3 { stroke: #8552b5; } .s4 { stroke: #737d88; } .s5 { stroke: #b23a6d; }
            @media (prefers-color-scheme: dark) {
            .paper { fill: #14181e; } text { fill: #e8ecf1; } .faint { fill: #a3aebb; } .value { stroke: #14181e; } .grid { stroke: #333c47; }
            .limit, .mark { stroke: #ff9d94; } .limited { fill: #ff9d94; }
            }
            </style>
            """;

    private final StringBuilder svg = new StringBuilder();

    /** An empty picture that is called something, with its origin below. */
    Picture(int width, int height, String title, String origin) {
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">",
                width,
                height,
                width,
                height));
        svg.append("\n<title>").append(escaped(title)).append("</title>\n").append(STYLE);
        rectangle("paper", 0, 0, width, height, "");
        text("title", 16, 26, "start", title);
        text("faint", 16, height - 10, "start", origin);
    }

    /** A rectangle; what it stands for is shown to a pointer that rests on it, if it is anything. */
    void rectangle(String style, int x, int y, int width, int height, String what) {
        String shape = String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"",
                style,
                x,
                y,
                width,
                height);
        svg.append(shape).append(what.isEmpty() ? "/>\n" : "><title>" + escaped(what) + "</title></rect>\n");
    }

    /** A straight line. */
    void line(String style, int x1, int y1, int x2, int y2) {
        svg.append(String.format(
                        Locale.ROOT,
                        "<line class=\"%s\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>",
                        style,
                        x1,
                        y1,
                        x2,
                        y2))
                .append('\n');
    }

    /** A line through points, {@code x,y x,y …}. */
    void polyline(String style, String points) {
        svg.append("<polyline class=\"")
                .append(style)
                .append("\" points=\"")
                .append(points)
                .append("\"/>\n");
    }

    /** Text that starts, has its middle or ends ({@code start}, {@code middle}, {@code end}) at a point. */
    void text(String style, int x, int y, String anchor, String text) {
        svg.append(String.format(
                        Locale.ROOT, "<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">", style, x, y, anchor))
                .append(escaped(text))
                .append("</text>\n");
    }

    /** How wide a text is, in pixels: about, since fonts differ. */
    static int widthOf(String text) {
        return text.length() * 15 / 2;
    }

    /** The whole of it. */
    String svg() {
        return svg + "</svg>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
