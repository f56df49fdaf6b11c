package dev.dragoman.local.kinesis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The fields of a request, read as Kinesis reads them: what is missing or out of range is a ValidationException. */
record Params(Wire wire, ObjectNode node) {

    private static final String ARN_MIDDLE = ":stream/";

    boolean has(String field) {
        return node.hasNonNull(field);
    }

    String text(String field) {
        String value = optionalText(field);
        if (value == null) {
            throw KinesisError.validation("1 validation error detected: Value at '" + lowered(field)
                    + "' failed to satisfy constraint: Member must not be null");
        }
        return value;
    }

    @Nullable
    String optionalText(String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? null : value.asText();
    }

    int number(String field, int otherwise, int max) {
        if (!has(field)) {
            return otherwise;
        }
        JsonNode value = node.get(field);
        if (!value.canConvertToInt() || value.asInt() < 1 || value.asInt() > max) {
            throw KinesisError.validation("1 validation error detected: Value '" + value.asText() + "' at '"
                    + lowered(field) + "' failed to satisfy constraint: Member must be between 1 and " + max);
        }
        return value.asInt();
    }

    byte[] bytes(String field) {
        if (!has(field)) {
            text(field);
        }
        try {
            return node.get(field).binaryValue();
        } catch (IOException e) {
            throw KinesisError.malformed("The field " + field + " is not base64.");
        }
    }

    @Nullable
    Instant time(String field) {
        return has(field) ? wire.time(node.get(field)) : null;
    }

    @Nullable
    BigInteger hashKey(String field) {
        String value = optionalText(field);
        if (value == null) {
            return null;
        }
        if (!value.matches("0|[1-9][0-9]{0,38}") || new BigInteger(value).compareTo(HashRange.LAST) > 0) {
            throw KinesisError.invalidArgument("Invalid " + field
                    + ". ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was " + value);
        }
        return new BigInteger(value);
    }

    <E extends Enum<E>> E oneOf(Class<E> type, String field) {
        String value = text(field);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(value)) {
                return constant;
            }
        }
        throw KinesisError.validation("1 validation error detected: Value '" + value + "' at '" + lowered(field)
                + "' failed to satisfy constraint: Member must satisfy enum value set: "
                + java.util.Arrays.toString(type.getEnumConstants()));
    }

    /** The stream that a request is about, by name or by ARN. */
    String streamName() {
        String name = optionalText("StreamName");
        if (name != null) {
            return name;
        }
        String arn = optionalText("StreamARN");
        if (arn != null && arn.contains(ARN_MIDDLE)) {
            return arn.substring(arn.indexOf(ARN_MIDDLE) + ARN_MIDDLE.length());
        }
        throw KinesisError.invalidArgument("Either StreamName or StreamARN must be provided.");
    }

    Params of(JsonNode child) {
        if (child instanceof ObjectNode object) {
            return new Params(wire, object);
        }
        throw KinesisError.malformed("An object was expected.");
    }

    private static String lowered(String field) {
        return Character.toLowerCase(field.charAt(0)) + field.substring(1);
    }
}
