package dev.dragoman.local.polly;

import java.util.Set;

/** A request that ends in one of the service's own errors. */
final class PollyException extends Exception {

    private static final long serialVersionUID = 1;

    private final String type;

    private PollyException(String type, String message) {
        // Part of normal answers; nobody reads where it was made.
        super(message, null, false, false);
        this.type = type;
    }

    static PollyException of(String type, String message) {
        return new PollyException(type, message);
    }

    static PollyException notInSet(String value, String member, Set<String> accepted) {
        return failedConstraint(
                value,
                member,
                "Member must satisfy enum value set: "
                        + accepted.stream().sorted().toList());
    }

    static PollyException failedConstraint(String value, String member, String constraint) {
        return new PollyException(
                "ValidationException",
                "1 validation error detected: Value '" + value + "' at '" + member + "' failed to satisfy constraint: "
                        + constraint);
    }

    /** A field's name as the service's messages write it. */
    static String member(String field) {
        return Character.toLowerCase(field.charAt(0)) + field.substring(1);
    }

    /** The error's name in the service's model. */
    String type() {
        return type;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
