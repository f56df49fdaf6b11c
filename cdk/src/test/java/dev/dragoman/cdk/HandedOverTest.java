package dev.dragoman.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dragoman.cdk.Synthesized.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What the templates hand over to the job and to the functions: {@code handed-over.json} has every
 * setting, with the names of what they refer to, {@code <storage/Audio>}. With it the jars are run on one
 * machine before they are deployed. {@code -Ddragoman.handed-over.write=true} writes it anew.
 */
class HandedOverTest {

    private static final Path LISTING = Path.of("src/test/resources/dev/dragoman/cdk/handed-over.json");

    private final Synthesized all = Synthesized.once();
    private final Values values = new Values(all.templates());
    private final JsonMapper json = new JsonMapper();

    @Test
    void theListingIsTrue() throws IOException {
        // When
        ObjectNode listing = json.createObjectNode();
        listing.set("job", job());
        listing.set("functions", functions());
        String text = listing.toPrettyString() + "\n";

        // Then
        if (Boolean.getBoolean("dragoman.handed-over.write")) {
            Files.writeString(LISTING, text);
        }
        assertThat(text).isEqualTo(Files.readString(LISTING));
    }

    private ObjectNode job() {
        JsonNode application = all.resources("AWS::KinesisAnalyticsV2::Application")
                .findFirst()
                .orElseThrow()
                .properties()
                .path("ApplicationConfiguration");
        JsonNode flink = application.path("FlinkApplicationConfiguration");
        ObjectNode job = json.createObjectNode();
        job.set("parallelism", flink.at("/ParallelismConfiguration/Parallelism"));
        job.set("checkpointMillis", flink.at("/CheckpointConfiguration/CheckpointInterval"));
        ObjectNode groups = job.putObject("properties");
        for (JsonNode group : application.at("/EnvironmentProperties/PropertyGroups")) {
            groups.set(group.path("PropertyGroupId").asText(), resolved("job", group.path("PropertyMap")));
        }
        return job;
    }

    private ObjectNode functions() {
        ObjectNode functions = json.createObjectNode();
        all.resources("AWS::Lambda::Function")
                .sorted(Comparator.comparing(HandedOverTest::handler))
                .forEach(function -> {
                    ObjectNode listed = functions.putObject(handler(function));
                    listed.set("memoryMegabytes", function.properties().path("MemorySize"));
                    listed.set("timeoutSeconds", function.properties().path("Timeout"));
                    listed.set(
                            "environment",
                            resolved("ingest", function.properties().at("/Environment/Variables")));
                });
        return functions;
    }

    private static String handler(Resource function) {
        return function.properties().path("Handler").asText();
    }

    private ObjectNode resolved(String part, JsonNode settings) {
        ObjectNode named = json.createObjectNode();
        settings.properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(setting -> named.put(setting.getKey(), values.of(part, setting.getValue())));
        return named;
    }
}
