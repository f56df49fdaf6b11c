package dev.dragoman.local.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What AWS's templates hand over to the job and to the functions (a test of {@code cdk} keeps the file
 * true), with a place on this machine for each that they refer to. Whatever has no place is a mistake.
 */
final class HandedOver {

    private static final Path LISTING = Path.of("../cdk/src/test/resources/dev/dragoman/cdk/handed-over.json");

    private final JsonNode listing;
    private final Map<String, String> places;

    /**
     * Reads it.
     *
     * @param places what stands in place of each reference, the longest first
     */
    HandedOver(Map<String, String> places) throws IOException {
        this.listing = new JsonMapper().readTree(LISTING.toFile());
        this.places = places;
    }

    /**
     * A function.
     *
     * @param memoryMegabytes what it may use
     * @param timeout how long one call may take
     * @param environment its variables
     */
    record Function(int memoryMegabytes, Duration timeout, Map<String, String> environment) {}

    /** How many subtasks each stage has. */
    int parallelism() {
        return listing.at("/job/parallelism").asInt();
    }

    /** How often the job's state is kept. */
    Duration checkpointInterval() {
        return Duration.ofMillis(listing.at("/job/checkpointMillis").asInt());
    }

    /** The job's property groups. */
    JobProperties jobProperties() {
        JobProperties properties = new JobProperties();
        listing.at("/job/properties")
                .properties()
                .forEach(group ->
                        settings(group.getValue()).forEach((key, value) -> properties.set(group.getKey(), key, value)));
        return properties;
    }

    /** The function with a handler. */
    Function function(Class<?> handler) {
        JsonNode function = listing.path("functions").path(handler.getName());
        return new Function(
                function.path("memoryMegabytes").asInt(),
                Duration.ofSeconds(function.path("timeoutSeconds").asInt()),
                settings(function.path("environment")));
    }

    private Map<String, String> settings(JsonNode named) {
        Map<String, String> settings = new LinkedHashMap<>();
        named.properties()
                .forEach(setting ->
                        settings.put(setting.getKey(), placed(setting.getValue().asText())));
        return settings;
    }

    private String placed(String value) {
        String placed = value;
        for (Map.Entry<String, String> place : places.entrySet()) {
            placed = placed.replace(place.getKey(), place.getValue());
        }
        if (placed.contains("<") || placed.contains("${") || placed.contains("{{")) {
            throw new IllegalArgumentException("nothing on this machine stands for " + placed);
        }
        return placed;
    }
}
