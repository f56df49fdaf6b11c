package dev.dragoman.cdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.assertions.Template;

/**
 * The templates of one deployment, synthesized once for all tests of this module: that takes some
 * seconds. The jars stand for themselves: what is in them is no template's business.
 */
final class Synthesized {

    private static final Synthesized SHARED = new Synthesized();

    private final DragomanApp app;
    private final Map<String, JsonNode> templates = new LinkedHashMap<>();
    private final List<String> findings = new ArrayList<>();

    private Synthesized() {
        try {
            Path folder = Files.createTempDirectory("dragoman-cdk");
            app = new DragomanApp(deployment(folder, List.of()), folder.resolve("out"));
            app.synth();
            for (Path file : list(folder.resolve("out"))) {
                if (file.getFileName().toString().endsWith(".json")) {
                    gatherFindings(new JsonMapper().readTree(file.toFile()));
                }
                if (file.getFileName().toString().endsWith(".template.json")) {
                    String name = file.getFileName().toString().replace(".template.json", "");
                    templates.put(name, new JsonMapper().readTree(file.toFile()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Synthesized once() {
        return SHARED;
    }

    /** A small one, with jars that are none. */
    static Deployment deployment(Path folder, List<Deployment.Property> properties) throws IOException {
        Path job = Files.writeString(folder.resolve("job.jar"), "a job");
        Path function = Files.writeString(folder.resolve("function.jar"), "a function");
        return new Deployment("test", job, function, 25, 2, 0, "ops@example.com", 200, properties);
    }

    DragomanApp app() {
        return app;
    }

    /** A stack's template, for assertions. */
    Template template(String part) {
        return Template.fromStack(app.stacks().stream()
                .filter(stack -> stack.getNode().getId().equals(part))
                .findFirst()
                .orElseThrow());
    }

    /** Errors and warnings of the synthesis. */
    List<String> findings() {
        return findings;
    }

    /** All templates, by part. */
    Map<String, JsonNode> templates() {
        return templates;
    }

    /** A resource and where it stands. */
    record Resource(String part, String id, JsonNode json) {

        String type() {
            return json.path("Type").asText();
        }

        JsonNode properties() {
            return json.path("Properties");
        }
    }

    /** All resources of a type. */
    Stream<Resource> resources(String type) {
        return resources().filter(resource -> resource.type().equals(type));
    }

    Stream<Resource> resources() {
        return templates.entrySet().stream()
                .flatMap(template -> template.getValue().path("Resources").properties().stream()
                        .map(entry -> new Resource(template.getKey(), entry.getKey(), entry.getValue())));
    }

    private void gatherFindings(JsonNode json) {
        if (json.path("type").asText().matches("aws:cdk:(error|warning)")) {
            findings.add(json.path("data").asText());
        }
        json.forEach(this::gatherFindings);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
