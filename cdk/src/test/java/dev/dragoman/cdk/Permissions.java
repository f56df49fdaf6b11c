package dev.dragoman.cdk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dragoman.cdk.Synthesized.Resource;
import java.util.ArrayList;
import java.util.List;

/** Every permission of every stack, in the words of the templates. */
final class Permissions {

    /** One thing that somebody may do. */
    record Permission(String who, String action, String resource) {}

    private final Synthesized all = Synthesized.once();
    private final Values values = new Values(all.templates());

    List<Permission> all() {
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
