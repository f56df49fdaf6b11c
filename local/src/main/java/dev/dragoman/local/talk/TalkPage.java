package dev.dragoman.local.talk;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A talk to look at, {@code report.html}: one page that needs nothing else, no network and no server. Its
 * content security policy lets nothing run or load but what it carries, so that no text in a talk can do
 * anything there but be read. It carries the interpretations up to {@link #MOST_AUDIO_BYTES}; the rest plays
 * from the files beside it.
 */
final class TalkPage {

    /** Half an hour or so in two languages; makes a page of 43 MB. */
    static final long MOST_AUDIO_BYTES = 32L * 1024 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    private TalkPage() {}

    /**
     * What the page shows.
     *
     * @param startedAt when the talk began, ISO 8601
     * @param languages the languages that were asked for
     * @param report what became of the talk
     * @param waveform what it sounded like
     * @param audio MP3s by their name in the report, base64
     */
    private record Data(
            String startedAt,
            List<String> languages,
            TalkReport report,
            Waveform waveform,
            Map<String, byte[]> audio) {}

    /**
     * The page.
     *
     * @param startedAt when the talk began
     * @param languages the languages that were asked for
     * @param report what became of the talk
     * @param waveform what it sounded like
     * @param audio MP3s by their name in the report, in the order in which they are wanted in the page
     */
    static String html(
            Instant startedAt,
            List<String> languages,
            TalkReport report,
            Waveform waveform,
            Map<String, byte[]> audio) {
        String style = resource("report.css");
        String script = resource("report.js");
        Data data = new Data(startedAt.toString(), languages, report, waveform, within(MOST_AUDIO_BYTES, audio));
        return filled(
                resource("report.html"),
                Map.of("policy", policy(style, script), "style", style, "script", script, "data", json(data)));
    }

    /** As many as there is room for. */
    static Map<String, byte[]> within(long bytes, Map<String, byte[]> audio) {
        Map<String, byte[]> kept = new LinkedHashMap<>();
        long left = bytes;
        for (Map.Entry<String, byte[]> one : audio.entrySet()) {
            left -= one.getValue().length;
            if (left < 0) {
                break;
            }
            kept.put(one.getKey(), one.getValue());
        }
        return kept;
    }

    private static String policy(String style, String script) {
        return "default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script)
                + "'; media-src data: file: 'self'; base-uri 'none'; form-action 'none'";
    }

    /** Each place once, from left to right: what stands in for one is not looked at again. */
    private static String filled(String template, Map<String, String> values) {
        return PLACE.matcher(template)
                .replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), place.group())));
    }

    /** As JSON that HTML can't take for the end of its script. */
    private static String json(Data data) {
        try {
            return JSON.writeValueAsString(data).replace("<", "\\u003c");
        } catch (IOException e) {
            throw new IllegalStateException("a report is always JSON", e);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = TalkPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("this build lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
