package dev.dragoman.local.kinesis;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The two ways in which Kinesis writes the same messages: JSON (bytes as base64, times as seconds) and CBOR
 * (bytes as they are, times as milliseconds with tag 1), which the SDK for Java sends by default.
 */
final class Wire {

    static final Wire JSON = new Wire("application/x-amz-json-1.1", new JsonMapper());
    static final Wire CBOR = new Wire("application/x-amz-cbor-1.1", new CBORMapper());

    /** CBOR's tag for a time since 1970; AWS puts milliseconds there. */
    private static final int EPOCH_TAG = 1;

    private final String contentType;
    private final ObjectMapper mapper;

    private Wire(String contentType, ObjectMapper mapper) {
        this.contentType = contentType;
        this.mapper = mapper.registerModule(new SimpleModule().addSerializer(new InstantSerializer()));
    }

    /** The way that a request is written; JSON when it does not say. */
    static Wire of(@Nullable String contentType) {
        return contentType != null && contentType.startsWith(CBOR.contentType) ? CBOR : JSON;
    }

    String contentType() {
        return contentType;
    }

    ObjectNode newObject() {
        return mapper.createObjectNode();
    }

    /**
     * Reads a request.
     *
     * @throws KinesisError SerializationException if it is no object
     */
    ObjectNode read(byte[] body) {
        try {
            JsonNode node = body.length == 0 ? mapper.createObjectNode() : mapper.readTree(body);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw KinesisError.malformed("The request is not an object.");
        } catch (IOException e) {
            throw KinesisError.malformed("The request can't be read as " + contentType + ".");
        }
    }

    byte[] write(ObjectNode answer) {
        try {
            return mapper.writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer can't be written", e);
        }
    }

    /** A time that a client sent: seconds with a fraction in JSON, milliseconds in CBOR. */
    Instant time(JsonNode node) {
        return this == CBOR
                ? Instant.ofEpochMilli(node.asLong())
                : Instant.ofEpochMilli(node.decimalValue().movePointRight(3).longValue());
    }

    private static final class InstantSerializer extends StdSerializer<Instant> {

        InstantSerializer() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator to, SerializerProvider provider) throws IOException {
            if (to instanceof CBORGenerator cbor) {
                cbor.writeTag(EPOCH_TAG);
                cbor.writeNumber(value.toEpochMilli());
            } else {
                to.writeNumber(BigDecimal.valueOf(value.toEpochMilli(), 3));
            }
        }
    }
}
