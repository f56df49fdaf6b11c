package dev.dragoman.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a DynamoDB table is laid out: the one definition for AWS and for one machine.
 *
 * @param name what the table is called in code and documents; its physical name is the deployment's
 * @param partitionKey the attribute that items are spread by
 * @param sortKey the attribute that a partition's items are ordered by; null if each stands alone
 * @param expiresAtSeconds the attribute with the time from which DynamoDB may delete an item
 * @param indexes other ways to find items, with everything projected
 */
public record TableLayout(
        String name, Key partitionKey, @Nullable Key sortKey, String expiresAtSeconds, List<Index> indexes) {

    /** What an attribute of a key holds. */
    public enum Type {
        /** Text. */
        TEXT,
        /** A number. */
        NUMBER
    }

    /**
     * An attribute of a key.
     *
     * @param attribute its name
     */
    public record Key(String attribute, Type type) {

        static Key text(String attribute) {
            return new Key(attribute, Type.TEXT);
        }
    }

    /** A global secondary index. */
    public record Index(String name, Key partitionKey, Key sortKey) {}

    /** Of {@link SessionItem}. */
    public static final TableLayout SESSIONS =
            alone("sessions", SessionItem.SESSION_ID, SessionItem.EXPIRES_AT_SECONDS);

    /** Of {@link ConnectionItem}. */
    public static final TableLayout CONNECTIONS = new TableLayout(
            "connections",
            Key.text(ConnectionItem.CONNECTION_ID),
            null,
            ConnectionItem.EXPIRES_AT_SECONDS,
            List.of(new Index(
                    ConnectionItem.SESSION_LANGUAGE_INDEX,
                    Key.text(ConnectionItem.SESSION_ID),
                    Key.text(ConnectionItem.LANGUAGE))));

    /** Of {@link LimitItem}. */
    public static final TableLayout LIMITS = alone("limits", LimitItem.LIMIT, LimitItem.EXPIRES_AT_SECONDS);

    /** Of {@link InterpretationItem}. */
    public static final TableLayout INTERPRETATIONS = new TableLayout(
            "interpretations",
            Key.text(InterpretationItem.SESSION_LANGUAGE),
            new Key(InterpretationItem.MEDIA_START_MILLIS, Type.NUMBER),
            InterpretationItem.EXPIRES_AT_SECONDS,
            List.of());

    /** All of them. */
    public static final List<TableLayout> ALL = List.of(SESSIONS, CONNECTIONS, LIMITS, INTERPRETATIONS);

    private static TableLayout alone(String name, String partitionKey, String expiresAtSeconds) {
        return new TableLayout(name, Key.text(partitionKey), null, expiresAtSeconds, List.of());
    }
}
