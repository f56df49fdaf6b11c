package dev.dragoman.local.talk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dragoman.local.talk.TalkReport.HeardInterpretation;
import dev.dragoman.local.talk.TalkReport.Percentiles;
import dev.dragoman.local.talk.TalkReport.SpokenUtterance;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TalkPageTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant STARTED = Instant.parse("2026-11-22T10:00:00Z");
    private static final List<String> LANGUAGES = List.of("es", "ca");
    private static final Waveform WAVEFORM = new Waveform(10, List.of(0, 60, 100));
    private static final int HOUR_MILLIS = 3_600_000;

    @Test
    void theDataAreTheTalk() throws Exception {
        // When
        JsonNode data = data(page(report("Good morning."), Map.of("es/100.mp3", new byte[] {1, 2, 3})));

        // Then
        assertThat(data).isEqualTo(JSON.readTree("""
                {"startedAt": "2026-11-22T10:00:00Z",
                 "languages": ["es", "ca"],
                 "report": {
                   "sessionId": "golden-eagle-427", "sourceLanguage": "en", "audioMillis": 2000,
                   "chunksSent": 8, "chunksAcknowledged": 8, "gaps": 0,
                   "utterances": [
                     {"mediaStartMillis": 100, "mediaEndMillis": 900, "text": "Good morning.",
                      "firstCaptionMillis": 300, "recognisedMillis": 400,
                      "interpretations": {
                        "es": {"text": "Buenos días.", "audioFile": "es/100.mp3", "audioMillis": 800,
                               "translatedMillis": 500, "heardMillis": 900},
                        "ca": {"text": "Bon dia.", "translatedMillis": 510, "skipped": "LATE"}}}],
                   "heardMillis": {"es": {"p50": 900, "p95": 900, "max": 900}},
                   "problems": []},
                 "waveform": {"millisPerPeak": 10, "peaks": [0, 60, 100]},
                 "audio": {"es/100.mp3": "AQID"}}
                """));
    }

    @Test
    void thePageNeedsNothingElse() {
        // When
        String page = page(report("Good morning."), Map.of());

        // Then
        assertThat(page)
                .startsWith("<!doctype html>")
                .doesNotContain("{{")
                .doesNotContainPattern("<link|<img|<iframe|<script [^>]*src|@import|url\\(")
                .doesNotContainPattern("\\son[a-z]+=\"");
        // A namespace's name, which nobody fetches.
        assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContainPattern("https?://");
    }

    @Test
    void nothingRunsAndNothingLoadsButWhatThePageCarries() throws Exception {
        // When
        String page = page(report("Good morning."), Map.of());

        // Then
        assertThat(only(page, "Security-Policy\" content=\"([^\"]*)\""))
                .isEqualTo(
                        "default-src 'none'; style-src '%s'; script-src '%s'; media-src data: file: 'self'; base-uri 'none'; form-action 'none'"
                                .formatted(
                                        hash(only(page, "<style>([^<]*)</style>")),
                                        hash(only(page, "(?s)<script>(.*?)</script>"))));
    }

    @Test
    void hostileWordsStayWords() throws Exception {
        // Given
        String hostile = "</script><script>alert(1)</script><!-- {{script}} $1 \\ \u2028 &lt; \"'";

        // When
        String page = page(report(hostile), Map.of());

        // Then
        assertThat(page).doesNotContain("alert(1)</script>").doesNotContain("<!--");
        assertThat(page.split("</script>", -1)).hasSize(3);
        assertThat(data(page).at("/report/utterances/0/text").asText()).isEqualTo(hostile);
    }

    @Test
    void aTalkOfWhichNothingWasRecognisedHasItsPage() throws Exception {
        // Given
        TalkReport nothing = new TalkReport(
                "golden-eagle-427", "en", 0, 0, 0, 0, List.of(), Map.of(), null, List.of("NOT_FOUND: nobody"));

        // When
        String page = TalkPage.html(STARTED, LANGUAGES, nothing, new Waveform(1, List.of()), Map.of());

        // Then
        assertThat(data(page).at("/report/problems/0").asText()).isEqualTo("NOT_FOUND: nobody");
    }

    @Test
    void anHourFitsAndAllItsUtterancesAreInIt() throws Exception {
        // Given: an utterance every four seconds
        List<SpokenUtterance> utterances = new ArrayList<>();
        Map<String, byte[]> audio = new LinkedHashMap<>();
        for (int start = 0; start < HOUR_MILLIS; start += 4_000) {
            utterances.add(utterance(start, "What was said at " + start + " in a sentence of a usual length."));
            audio.put("es/" + start + ".mp3", new byte[48_000]);
        }
        Waveform waveform = new Waveform(180, Collections.nCopies(Waveform.MOST_PEAKS, 100));

        // When
        String page = TalkPage.html(STARTED, LANGUAGES, report(utterances), waveform, audio);

        // Then
        JsonNode data = data(page);
        assertThat(data.at("/report/utterances")).hasSize(900);
        assertThat(data.at("/audio").size()).isBetween(600, 899);
        assertThat(page.length()).isLessThan((int) (TalkPage.MOST_AUDIO_BYTES / 3 * 4) + 1_000_000);
        assertThat(page(report(utterances), Map.of()).length()).isLessThan(600_000);
    }

    private static String page(TalkReport report, Map<String, byte[]> audio) {
        return TalkPage.html(STARTED, LANGUAGES, report, WAVEFORM, audio);
    }

    private static TalkReport report(String text) {
        return report(List.of(utterance(100, text)));
    }

    private static TalkReport report(List<SpokenUtterance> utterances) {
        return new TalkReport(
                "golden-eagle-427",
                "en",
                2_000,
                8,
                8,
                0,
                utterances,
                Map.of("es", new Percentiles(900, 900, 900)),
                null,
                List.of());
    }

    private static SpokenUtterance utterance(long start, String text) {
        Map<String, HeardInterpretation> interpretations = new LinkedHashMap<>();
        interpretations.put(
                "es", new HeardInterpretation("Buenos días.", "es/" + start + ".mp3", 800L, 500L, 900L, null));
        interpretations.put("ca", new HeardInterpretation("Bon dia.", null, null, 510L, null, "LATE"));
        return new SpokenUtterance(start, start + 800, text, 300L, 400L, interpretations);
    }

    private static JsonNode data(String page) throws Exception {
        return JSON.readTree(only(page, "(?s)<script type=\"application/json\" id=\"data\">(.*?)</script>"));
    }

    private static String only(String page, String pattern) {
        List<MatchResult> found =
                Pattern.compile(pattern).matcher(page).results().toList();
        assertThat(found).hasSize(1);
        return found.get(0).group(1);
    }

    private static String hash(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }
}
