package dev.dragoman.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedConstructor;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.AnnotationIntrospectorPair;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
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
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
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
     * @throws ProtocolException if it is none that this build knows
     */
    public static StreamEvent readStreamEvent(byte[] json) throws ProtocolException {
        return read(json, StreamEvent.class, "type", ProblemCode.MALFORMED_MESSAGE);
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
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new ProtocolException(
                        ProblemCode.MALFORMED_MESSAGE, "The message is null.", null, "a JSON object", null);
            }
            return value;
        } catch (InvalidTypeIdException e) {
            String names = Arrays.stream(type.getAnnotation(JsonSubTypes.class).value())
                    .map(JsonSubTypes.Type::name)
                    .collect(Collectors.joining(", "));
            String was = e.getTypeId() == null ? "missing" : "'" + e.getTypeId() + "'";
            throw new ProtocolException(
                    unknown, "The field " + discriminator + " was " + was + ".", discriminator, "one of " + names, e);
        } catch (JsonMappingException e) {
            throw ofMapping(e);
        } catch (JacksonException e) {
            throw new ProtocolException(
                    ProblemCode.MALFORMED_MESSAGE,
                    "The message is not JSON: " + e.getOriginalMessage(),
                    null,
                    "a JSON object",
                    e);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    private static ProtocolException ofMapping(JsonMappingException e) {
        String field = e.getPath().stream()
                .map(reference ->
                        reference.getFieldName() == null ? "[" + reference.getIndex() + "]" : reference.getFieldName())
                .collect(Collectors.joining("."));
        if (field.isEmpty()) {
            return new ProtocolException(
                    ProblemCode.MALFORMED_MESSAGE, "The message is not a JSON object.", null, "a JSON object", e);
        }
        String accepted = "a value of the documented type";
        if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            accepted = describe(mismatch.getTargetType());
        }
        String was = e instanceof InvalidFormatException format
                ? "was '" + format.getValue() + "'"
                : "is missing or of the wrong type";
        return new ProtocolException(
                ProblemCode.INVALID_FIELD, "The field " + field + " " + was + ".", field, accepted, e);
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
                            ? JsonSetter.Value.empty()
                            : JsonSetter.Value.forValueNulls(Nulls.FAIL);
                }
                return JsonSetter.Value.empty();
            }

            private static boolean isParameter(Annotated annotated) {
                return annotated instanceof AnnotatedParameter parameter
                        && parameter.getOwner() instanceof AnnotatedConstructor;
            }

            private static boolean isNullable(AnnotatedParameter parameter) {
                AnnotatedConstructor constructor = (AnnotatedConstructor) parameter.getOwner();
                return constructor
                        .getAnnotated()
                        .getAnnotatedParameterTypes()[parameter.getIndex()]
                        .isAnnotationPresent(Nullable.class);
            }
        }
    }
}
