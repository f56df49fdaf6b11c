package dev.dragoman.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.AnnotationIntrospectorPair;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one JSON mapper of the protocol. Strict on what it writes; on what it reads, tolerant of
 * fields it does not know and exact about those it does: a field that is not {@link Nullable} must
 * be there, numbers are not read from strings, and nothing may follow the message.
 *
 * <p>Safe for use by many threads.
 */
public final class ProtocolJson {

    /** Longer strings are refused while parsing; API Gateway takes messages of at most 128 KB. */
    private static final int MAX_STRING_CHARS = 256 * 1024;

    private static final int MAX_DEPTH = 16;
    private static final int MOST_SHOWN_CHARS = 40;
    private static final int MOST_REASON_CHARS = 120;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_STRING_CHARS)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .annotationIntrospector(new NullnessIntrospector(
                    JsonMapper.builder().build().getDeserializationConfig().getAnnotationIntrospector()))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    coercion -> coercion.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .withCoercionConfig(
                    LogicalType.Enum,
                    coercion -> coercion.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
            .addModule(new SimpleModule().addDeserializer(byte[].class, new Base64Text()))
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.USE_DEFAULTS))
            .build();

    private ProtocolJson() {}

    /** Writes a message, an event or a record of numbers as compact JSON. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON for " + value.getClass().getSimpleName(), e);
        }
    }

    /** The same as {@link #write} in UTF-8. */
    public static byte[] writeBytes(Object value) {
        return write(value).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads an event of the stream.
     *
     * @throws ProtocolException if it is none that this build knows, or of another version
     */
    public static StreamEvent readStreamEvent(byte[] json) throws ProtocolException {
        StreamEvent event = read(json, StreamEvent.class, "type", ProblemCode.MALFORMED_MESSAGE);
        if (event.version() != StreamEvent.VERSION) {
            throw new ProtocolException(
                    ProblemCode.INVALID_FIELD,
                    "The field version was " + event.version() + ".",
                    "version",
                    String.valueOf(StreamEvent.VERSION),
                    null);
        }
        return event;
    }

    /**
     * Reads what a client said.
     *
     * @throws ProtocolException with {@link ProblemCode#MALFORMED_MESSAGE}, {@link
     *     ProblemCode#UNKNOWN_ACTION} or {@link ProblemCode#INVALID_FIELD}
     */
    public static ClientMessage readClientMessage(String json) throws ProtocolException {
        return read(json.getBytes(StandardCharsets.UTF_8), ClientMessage.class, "action", ProblemCode.UNKNOWN_ACTION);
    }

    /**
     * Reads a {@link CreateSession} that need not say what it is.
     *
     * @throws ProtocolException if a field is missing or wrong, or it is no JSON object
     */
    public static CreateSession readCreateSession(String json) throws ProtocolException {
        JsonNode fields;
        try {
            fields = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw notJson(e);
        }
        if (!(fields instanceof ObjectNode object)) {
            throw malformed("The message is not a JSON object.", null);
        }
        return (CreateSession) readClientMessage(object.put("action", ClientMessage.actionOf(CreateSession.class))
                .toString());
    }

    /**
     * Reads what the server said.
     *
     * @throws ProtocolException if it is nothing that this build knows
     */
    public static ServerMessage readServerMessage(String json) throws ProtocolException {
        return read(json.getBytes(StandardCharsets.UTF_8), ServerMessage.class, "type", ProblemCode.MALFORMED_MESSAGE);
    }

    /**
     * Reads a record that is no message, with the same strictness.
     *
     * @throws ProtocolException if a field is missing or wrong, or it is no JSON object
     */
    public static <T extends Record> T read(byte[] json, Class<T> type) throws ProtocolException {
        return read(json, type, "", ProblemCode.MALFORMED_MESSAGE);
    }

    private static <T> T read(byte[] json, Class<T> type, String discriminator, ProblemCode unknown)
            throws ProtocolException {
        try (JsonParser parser = MAPPER.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("The message is not a JSON object.", null);
            }
            T value = MAPPER.readValue(parser, type);
            if (parser.nextToken() != null) {
                throw malformed("The message is followed by something else.", null);
            }
            return value;
        } catch (InvalidTypeIdException e) {
            String names = Arrays.stream(type.getAnnotation(JsonSubTypes.class).value())
                    .map(JsonSubTypes.Type::name)
                    .collect(Collectors.joining(", "));
            String was = e.getTypeId() == null ? "is missing or of the wrong type" : "was " + shown(e.getTypeId());
            throw new ProtocolException(
                    unknown, "The field " + discriminator + " " + was + ".", discriminator, "one of " + names, e);
        } catch (JsonMappingException e) {
            throw ofMapping(e);
        } catch (JacksonException e) {
            throw notJson(e);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    private static ProtocolException ofMapping(JsonMappingException e) {
        String field = e.getPath().stream()
                .map(reference ->
                        reference.getFieldName() == null ? "[" + reference.getIndex() + "]" : reference.getFieldName())
                .collect(Collectors.joining("."));
        boolean outOfRange = e.getCause() instanceof InputCoercionException;
        if (e.getCause() instanceof JacksonException cause && !outOfRange) {
            // The text broke off, or went wrong, in the middle of a field.
            return notJson(cause);
        }
        if (field.isEmpty()) {
            return malformed("The message is not a JSON object.", e);
        }
        String accepted = "a value of the documented type";
        if (outOfRange) {
            accepted = "a whole number";
        } else if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            accepted = describe(mismatch.getTargetType());
        }
        String was = e instanceof InvalidFormatException format
                ? "was " + shown(format.getValue())
                : outOfRange ? "is out of range" : "is missing or of the wrong type";
        return new ProtocolException(
                ProblemCode.INVALID_FIELD, "The field " + field + " " + was + ".", field, accepted, e);
    }

    private static ProtocolException notJson(JacksonException e) {
        return malformed("The message is not JSON: " + shortened(e.getOriginalMessage()), e);
    }

    private static ProtocolException malformed(String message, @Nullable Throwable cause) {
        return new ProtocolException(ProblemCode.MALFORMED_MESSAGE, message, null, "a JSON object", cause);
    }

    /** What a parser says may quote what it read. */
    private static String shortened(String text) {
        return text.length() <= MOST_REASON_CHARS ? text : text.substring(0, MOST_REASON_CHARS) + "…";
    }

    /** A wrong value as its sender will know it again, without repeating a chunk's worth of it. */
    private static String shown(Object value) {
        String text = String.valueOf(value);
        return text.length() <= MOST_SHOWN_CHARS
                ? "'" + text + "'"
                : "'" + text.substring(0, MOST_SHOWN_CHARS) + "…' (" + text.length() + " characters)";
    }

    private static String describe(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "));
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == byte[].class) {
            return "a base64 string";
        }
        if (List.class.isAssignableFrom(type)) {
            return "a list";
        }
        return type == String.class ? "a string" : "an object";
    }

    /** Bytes are base64 text and nothing else: neither a list of numbers nor a number. */
    private static final class Base64Text extends StdScalarDeserializer<byte[]> {

        Base64Text() {
            super(byte[].class);
        }

        @Override
        public byte[] deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                throw MismatchedInputException.from(parser, byte[].class, "not base64 text");
            }
            String text = parser.getText();
            try {
                return Base64Variants.getDefaultVariant().decode(text);
            } catch (IllegalArgumentException e) {
                throw InvalidFormatException.from(parser, "not base64 text", text, byte[].class);
            }
        }
    }

    /** Takes nullness from the records' own types: what is not {@link Nullable} is required and never null. */
    private static final class NullnessIntrospector extends AnnotationIntrospectorPair {

        NullnessIntrospector(AnnotationIntrospector usual) {
            super(new OfTypes(), usual);
        }

        private static final class OfTypes extends NopAnnotationIntrospector {

            @Override
            public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
                return isParameter(member) ? !isNullable((AnnotatedParameter) member) : null;
            }

            @Override
            public JsonSetter.Value findSetterInfo(Annotated annotated) {
                if (annotated instanceof AnnotatedParameter parameter && isParameter(parameter)) {
                    return isNullable(parameter)
                            ? JsonSetter.Value.forContentNulls(Nulls.FAIL)
                            : JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL);
                }
                return JsonSetter.Value.empty();
            }

            private static boolean isParameter(Annotated annotated) {
                return annotated instanceof AnnotatedParameter parameter
                        && parameter.getOwner().getAnnotated() instanceof Executable;
            }

            private static boolean isNullable(AnnotatedParameter parameter) {
                Executable creator = (Executable) parameter.getOwner().getAnnotated();
                return creator.getAnnotatedParameterTypes()[parameter.getIndex()].isAnnotationPresent(Nullable.class);
            }
        }
    }
}
