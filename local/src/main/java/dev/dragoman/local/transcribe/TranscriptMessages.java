package dev.dragoman.local.transcribe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** Writes results and errors as the service does: event-stream messages with JSON inside. */
final class TranscriptMessages {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final boolean stabilized;
    private final @Nullable String identified;

    /**
     * For one stream.
     *
     * @param stabilized whether each item says whether it is stable
     * @param identified the language that was identified, or null if the caller knew it
     */
    TranscriptMessages(boolean stabilized, @Nullable String identified) {
        this.stabilized = stabilized;
        this.identified = identified;
    }

    /** A {@code TranscriptEvent}. */
    byte[] transcript(Result result) {
        ObjectNode event = JSON.createObjectNode();
        ObjectNode json = event.putObject("Transcript").putArray("Results").addObject();
        json.put("ResultId", result.id());
        json.put("StartTime", seconds(result.startSeconds()));
        json.put("EndTime", seconds(result.endSeconds()));
        json.put("IsPartial", result.partial());
        json.put("ChannelId", "ch_0");
        if (identified != null) {
            json.put("LanguageCode", identified);
            json.putArray("LanguageIdentification")
                    .addObject()
                    .put("LanguageCode", identified)
                    .put("Score", 1.0);
        }
        ObjectNode alternative = json.putArray("Alternatives").addObject();
        boolean fullStop = !result.partial() && !result.words().isEmpty();
        alternative.put(
                "Transcript",
                String.join(" ", result.words().stream().map(Word::text).toList()) + (fullStop ? "." : ""));
        ArrayNode items = alternative.putArray("Items");
        for (int i = 0; i < result.words().size(); i++) {
            Word word = result.words().get(i);
            boolean stable = !result.partial() || i < result.stableWords();
            item(items, "pronunciation", word.text(), word.startSeconds(), word.endSeconds(), stable);
        }
        if (fullStop) {
            item(items, "punctuation", ".", result.endSeconds(), result.endSeconds(), true);
        }
        return message("event", ":event-type", "TranscriptEvent", event);
    }

    private void item(ArrayNode items, String type, String content, double start, double end, boolean stable) {
        ObjectNode item = items.addObject();
        item.put("Type", type);
        item.put("Content", content);
        item.put("StartTime", seconds(start));
        item.put("EndTime", seconds(end));
        item.put("VocabularyFilterMatch", false);
        if (stabilized) {
            item.put("Stable", stable);
        }
    }

    /** An error that ends a stream. */
    static byte[] exception(TranscribeException error) {
        return message("exception", ":exception-type", error.type(), body(error));
    }

    /** An error that comes instead of a stream. */
    static byte[] errorBody(TranscribeException error) {
        return bytes(body(error));
    }

    private static ObjectNode body(TranscribeException error) {
        return JSON.createObjectNode().put("Message", error.text());
    }

    private static byte[] message(String kind, String typeHeader, String type, ObjectNode body) {
        Map<String, HeaderValue> headers = new LinkedHashMap<>();
        headers.put(":message-type", HeaderValue.fromString(kind));
        headers.put(typeHeader, HeaderValue.fromString(type));
        headers.put(":content-type", HeaderValue.fromString("application/json"));
        ByteBuffer buffer = new Message(headers, bytes(body)).toByteBuffer();
        byte[] encoded = new byte[buffer.remaining()];
        buffer.get(encoded);
        return encoded;
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return JSON.writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** To the millisecond, as the service writes times. */
    private static BigDecimal seconds(double seconds) {
        return BigDecimal.valueOf(seconds).setScale(3, RoundingMode.HALF_UP);
    }
}
