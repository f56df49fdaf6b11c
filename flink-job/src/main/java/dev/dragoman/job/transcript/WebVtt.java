package dev.dragoman.job.transcript;

import java.util.List;
import java.util.Locale;

/**
 * Captions as a WebVTT file (<a href="https://www.w3.org/TR/webvtt1/">W3C WebVTT</a>).
 */
public final class WebVtt {

    /** One caption: when it starts and ends, in media time, and its text. */
    public record Cue(long startMillis, long endMillis, String text) {}

    private WebVtt() {}

    /** The file's text. */
    public static String of(List<Cue> cues) {
        StringBuilder out = new StringBuilder("WEBVTT\n");
        for (Cue cue : cues) {
            out.append('\n')
                    .append(time(cue.startMillis()))
                    .append(" --> ")
                    .append(time(Math.max(cue.endMillis(), cue.startMillis() + 1)))
                    .append('\n')
                    .append(escaped(cue.text()))
                    .append('\n');
        }
        return out.toString();
    }

    private static String time(long millis) {
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1_000 % 60,
                millis % 1_000);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replaceAll("\\s*\\R\\s*", " ");
    }
}
