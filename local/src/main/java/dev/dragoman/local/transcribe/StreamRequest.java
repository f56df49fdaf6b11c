package dev.dragoman.local.transcribe;

import io.netty.handler.codec.http2.Http2Headers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The checked parameters of one StartStreamTranscription.
 *
 * @param languageCode a language that is recognised here
 * @param identified whether the caller left it to the service which one it is
 * @param sampleRate samples per second
 * @param sessionId the caller's name for the stream, or a new one
 * @param stability how soon words are settled, or null when they are not
 */
record StreamRequest(
        String languageCode,
        boolean identified,
        int sampleRate,
        String sessionId,
        @Nullable StabilityLevel stability) {

    static final String PREFIX = "x-amzn-transcribe-";

    private static final Set<String> LANGUAGES = Set.of("en-US");
    private static final Set<String> ENCODINGS = Set.of("pcm", "ogg-opus", "flac");
    private static final Pattern SESSION_ID =
            Pattern.compile("[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}");
    private static final int LOWEST_RATE = 8_000;
    private static final int HIGHEST_RATE = 48_000;

    /** How soon a word that stays the same is settled; the service names the levels, not the times. */
    enum StabilityLevel {
        LOW(1.0),
        MEDIUM(0.6),
        HIGH(0.3);

        private final double holdSeconds;

        StabilityLevel(double holdSeconds) {
            this.holdSeconds = holdSeconds;
        }

        double holdSeconds() {
            return holdSeconds;
        }
    }

    static StreamRequest parse(Http2Headers headers) throws TranscribeException {
        String path = String.valueOf(headers.path());
        if (!"POST".contentEquals(headers.method()) || !path.equals("/stream-transcription")) {
            throw TranscribeException.badRequest(
                    "Only StartStreamTranscription, POST /stream-transcription, is served here, not " + path);
        }
        String encoding = required(headers, "media-encoding", "mediaEncoding");
        if (!ENCODINGS.contains(encoding)) {
            throw notInSet(encoding, "mediaEncoding", ENCODINGS);
        }
        if (!encoding.equals("pcm")) {
            throw TranscribeException.badRequest("Media encoding " + encoding + " is not supported here; use pcm");
        }
        boolean identified = Boolean.parseBoolean(header(headers, "identify-language"));
        String language = identified ? identified(headers) : language(headers);
        refuseWhatTheAccountDoesNotHave(headers);
        String session = header(headers, "session-id");
        if (session != null && !SESSION_ID.matcher(session).matches()) {
            throw failedConstraint(
                    session, "sessionId", "Member must satisfy regular expression pattern: " + SESSION_ID.pattern());
        }
        return new StreamRequest(
                language,
                identified,
                sampleRate(required(headers, "sample-rate", "mediaSampleRateHertz")),
                session == null ? UUID.randomUUID().toString() : session,
                stability(headers));
    }

    private static String language(Http2Headers headers) throws TranscribeException {
        String language = required(headers, "language-code", "languageCode");
        if (!LANGUAGES.contains(language)) {
            throw notInSet(language, "languageCode", LANGUAGES);
        }
        return language;
    }

    /** The service takes the option that fits best; here only one language is recognised at all. */
    private static String identified(Http2Headers headers) throws TranscribeException {
        if (header(headers, "language-code") != null) {
            throw TranscribeException.badRequest("Only one of language code and identify language may be set");
        }
        List<String> options =
                List.of(required(headers, "language-options", "languageOptions").split(","));
        long languages = options.stream()
                .map(option -> option.split("-", 2)[0])
                .distinct()
                .count();
        if (options.size() < 2 || languages < options.size()) {
            throw TranscribeException.badRequest(
                    "Language options must be at least two languages, with one dialect of each");
        }
        String preferred = header(headers, "preferred-language");
        if (preferred != null && !options.contains(preferred)) {
            throw TranscribeException.badRequest("The preferred language is not one of the language options");
        }
        if (header(headers, "language-model-name") != null) {
            throw TranscribeException.badRequest("A language model can't be used with language identification");
        }
        return options.stream()
                .filter(LANGUAGES::contains)
                .findFirst()
                .orElseThrow(() -> TranscribeException.badRequest("None of the language options " + options
                        + " is recognised here; one must be of " + LANGUAGES));
    }

    /** Nobody can make a vocabulary, a filter or a model here. */
    private static void refuseWhatTheAccountDoesNotHave(Http2Headers headers) throws TranscribeException {
        for (String kind : List.of("vocabulary", "vocabulary-filter", "language-model")) {
            if (header(headers, kind + "-name") != null || header(headers, kind + "-names") != null) {
                throw TranscribeException.badRequest("The requested " + kind.replace('-', ' ')
                        + " couldn't be found. Check its name and try your request again.");
            }
        }
    }

    private static int sampleRate(String text) throws TranscribeException {
        int rate;
        try {
            rate = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw TranscribeException.badRequest("The sample rate " + text + " is not a number");
        }
        if (rate < LOWEST_RATE || rate > HIGHEST_RATE) {
            throw failedConstraint(
                    text,
                    "mediaSampleRateHertz",
                    "Member must have value between " + LOWEST_RATE + " and " + HIGHEST_RATE);
        }
        if (rate != Recognizer.SAMPLE_RATE) {
            throw TranscribeException.badRequest(
                    "Sample rate " + rate + " is not supported for this language here; use " + Recognizer.SAMPLE_RATE);
        }
        return rate;
    }

    private static @Nullable StabilityLevel stability(Http2Headers headers) throws TranscribeException {
        boolean enabled = Boolean.parseBoolean(header(headers, "enable-partial-results-stabilization"));
        String level = header(headers, "partial-results-stability");
        if (!enabled) {
            if (level != null) {
                throw TranscribeException.badRequest(
                        "Partial results stability is set although partial results stabilization is not enabled");
            }
            return null;
        }
        try {
            return level == null ? StabilityLevel.HIGH : StabilityLevel.valueOf(level.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw notInSet(level, "partialResultsStability", Set.of("low", "medium", "high"));
        }
    }

    /** The caller's name for the stream, as it is; empty without one. */
    static String streamId(Http2Headers headers) {
        String id = header(headers, "session-id");
        return id == null ? "" : id;
    }

    private static String required(Http2Headers headers, String name, String member) throws TranscribeException {
        String value = header(headers, name);
        if (value == null) {
            throw failedConstraint("null", member, "Member must not be null");
        }
        return value;
    }

    private static @Nullable String header(Http2Headers headers, String name) {
        CharSequence value = headers.get(PREFIX + name);
        return value == null ? null : value.toString();
    }

    private static TranscribeException notInSet(String value, String member, Set<String> accepted) {
        return failedConstraint(
                value,
                member,
                "Member must satisfy enum value set: "
                        + accepted.stream().sorted().toList());
    }

    private static TranscribeException failedConstraint(String value, String member, String constraint) {
        return TranscribeException.badRequest("1 validation error detected: Value '" + value + "' at '" + member
                + "' failed to satisfy constraint: " + constraint);
    }
}
