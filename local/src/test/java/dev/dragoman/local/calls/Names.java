package dev.dragoman.local.calls;

import dev.dragoman.local.dynamodb.Tables;
import java.util.Map;

/** Resources by the names that they have in the templates, without ids and times. */
final class Names {

    static final String EVENTS = "<stream/Events.Arn>";

    /** For actions that know no finer resource. */
    static final String EVERYTHING = "*";

    private static final Map<String, String> TABLES = Map.of(
            Tables.DEFAULT.sessions(), "<tables/Sessions.Arn>",
            Tables.DEFAULT.connections(), "<tables/Connections.Arn>",
            Tables.DEFAULT.limits(), "<tables/Limits.Arn>",
            Tables.DEFAULT.interpretations(), "<tables/Interpretations.Arn>");

    private Names() {}

    static String table(String name) {
        return TABLES.getOrDefault(name, "an unknown table " + name);
    }

    /** What a talk leaves, and what operators keep, are one bucket here and two on AWS. */
    static String bucket(String keyOrPrefix) {
        return keyOrPrefix.startsWith("sessions/") ? "<storage/Audio.Arn>" : "<storage/Records.Arn>";
    }

    static String object(String key) {
        return bucket(key) + "/" + plain(key);
    }

    /** One talk, one language, one file for all of them. */
    static String plain(String key) {
        return key.replaceAll("[a-z]{2,16}-[a-z]{2,16}-[0-9]{3}", "golden-eagle-427")
                .replaceAll("/[a-z]{2,3}(-[A-Z]{2})?/", "/es/")
                .replaceAll("\\d{4}-\\d{2}-\\d{2}--\\d{2}", "2026-11-22--14")
                .replaceAll("(letters|transcript)-[^/]*\\.", "$1-0.")
                .replaceAll("/\\d+\\.mp3", "/0.mp3")
                .replaceAll("/\\d+/\\d+\\.webm", "/0000/00000000.webm");
    }
}
