package dev.dragoman.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dragoman.cdk.Synthesized.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Who may do what on what: {@code permissions.txt} has every permission of every stack, for a reviewer to
 * read in a minute. {@code -Ddragoman.permissions.write=true} writes it anew.
 */
class PermissionsTest {

    private static final Path LISTING = Path.of("src/test/resources/dev/dragoman/cdk/permissions.txt");

    private final Synthesized all = Synthesized.once();
    private final Values values = new Values(all.templates());

    /** One thing that somebody may do. */
    private record Permission(String who, String action, String resource) {}

    @Test
    void theListingIsTrue() throws IOException {
        // When
        String listing = listing();

        // Then
        if (Boolean.getBoolean("dragoman.permissions.write")) {
            Files.writeString(LISTING, listing);
        }
        assertThat(listing).isEqualTo(Files.readString(LISTING));
    }

    @Test
    void noActionHasAWildcard() {
        assertThat(permissions()).extracting(Permission::action).noneMatch(action -> action.contains("*"));
    }

    /** Those of which the service authorization reference names no resource; the reasons stand in JobStack. */
    @Test
    void onlyWhatKnowsNoFinerResourceIsAllowedOnEverything() {
        assertThat(permissions())
                .filteredOn(permission -> permission.resource().equals("*"))
                .extracting(Permission::action)
                .containsExactlyInAnyOrder(
                        "polly:SynthesizeSpeech", "transcribe:StartStreamTranscription", "translate:TranslateText");
    }

    /** One line for each resource of each role: what it may do there. */
    private String listing() {
        Map<String, SortedMap<String, SortedSet<String>>> roles = new TreeMap<>();
        for (Permission permission : permissions()) {
            roles.computeIfAbsent(permission.who(), who -> new TreeMap<>())
                    .computeIfAbsent(permission.resource(), resource -> new TreeSet<>())
                    .add(permission.action());
        }
        StringBuilder listing = new StringBuilder();
        roles.forEach((who, may) -> {
            listing.append(who).append('\n');
            may.forEach((resource, actions) -> listing.append("  ")
                    .append(resource)
                    .append("\n      ")
                    .append(String.join(", ", actions))
                    .append('\n'));
        });
        return listing.toString();
    }

    private List<Permission> permissions() {
        List<Permission> permissions = new ArrayList<>();
        all.resources().forEach(resource -> {
            switch (resource.type()) {
                case "AWS::IAM::Role" -> ofRole(resource, permissions);
                case "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy" ->
                    statements(
                            values.of(resource.part(), resource.properties().at("/Roles/0")),
                            resource,
                            resource.properties().path("PolicyDocument"),
                            permissions);
                case "AWS::Lambda::Permission" ->
                    permissions.add(new Permission(
                            values.of(resource.part(), resource.properties().path("Principal")),
                            values.of(resource.part(), resource.properties().path("Action")),
                            values.of(resource.part(), resource.properties().path("FunctionName")) + " from "
                                    + brief(values.of(
                                            resource.part(),
                                            resource.properties().path("SourceArn")))));
                default -> {
                    if (resource.properties().has("PolicyDocument")) {
                        statements("", resource, resource.properties().path("PolicyDocument"), permissions);
                    }
                }
            }
        });
        return permissions;
    }

    private void ofRole(Resource role, List<Permission> permissions) {
        String who = "<" + role.part() + "/" + Values.plain(role.id()) + ">";
        for (JsonNode policy : role.properties().path("Policies")) {
            statements(who, role, policy.path("PolicyDocument"), permissions);
        }
        for (JsonNode policy : role.properties().path("ManagedPolicyArns")) {
            permissions.add(new Permission(who, "all of", brief(values.of(role.part(), policy))));
        }
    }

    private void statements(String who, Resource at, JsonNode document, List<Permission> permissions) {
        for (JsonNode statement : document.path("Statement")) {
            if (!statement.path("Effect").asText().equals("Allow")) {
                continue;
            }
            String by = who.isEmpty() ? principal(at.part(), statement.path("Principal")) : who;
            for (JsonNode action : several(statement.path("Action"))) {
                for (JsonNode resource : several(statement.path("Resource"))) {
                    permissions.add(new Permission(
                            by,
                            action.asText(),
                            brief(values.of(at.part(), resource)) + condition(statement.path("Condition"))));
                }
            }
        }
    }

    private String principal(String part, JsonNode principal) {
        List<String> names = new ArrayList<>();
        principal.properties().forEach(kind -> several(kind.getValue()).forEach(it -> names.add(values.of(part, it))));
        return String.join(", ", names);
    }

    private static String condition(JsonNode condition) {
        List<String> said = new ArrayList<>();
        condition
                .properties()
                .forEach(test -> test.getValue()
                        .properties()
                        .forEach(key -> said.add(key.getKey() + " "
                                + (key.getValue().isTextual() ? key.getValue().asText() : "given"))));
        return said.isEmpty() ? "" : " if " + String.join(", ", said);
    }

    private static String brief(String arn) {
        return arn.replace("arn:${Partition}:", "")
                .replace("${Region}:${AccountId}:", "")
                .replaceAll("s3:::cdk-.*/[0-9a-f]{64}\\.jar", "<the job's jar>");
    }

    private static Iterable<JsonNode> several(JsonNode value) {
        return value.isArray() ? value : List.of(value);
    }
}
