package dev.dragoman.local.system;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The job's property groups as the JSON file that Managed Service for Apache Flink would give it: a
 * list of {@code {"PropertyGroupId": …, "PropertyMap": {…}}}.
 */
final class JobProperties {

    private final Map<String, Map<String, String>> groups = new LinkedHashMap<>();

    JobProperties set(String group, String key, Object value) {
        groups.computeIfAbsent(group, name -> new LinkedHashMap<>()).put(key, value.toString());
        return this;
    }

    void writeTo(Path file) throws IOException {
        JsonMapper json = new JsonMapper();
        ArrayNode list = json.createArrayNode();
        groups.forEach((name, properties) -> {
            ObjectNode group = list.addObject().put("PropertyGroupId", name);
            ObjectNode map = group.putObject("PropertyMap");
            properties.forEach(map::put);
        });
        Files.writeString(file, list.toPrettyString());
    }
}
