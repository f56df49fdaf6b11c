package dev.dragoman.cdk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dragoman.cdk.Synthesized.Resource;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides as IAM does, from the policies in the templates, what a role may do: what some statement allows and
 * none denies. Knows what those policies use; anything else in one is an error, not a guess.
 */
final class Iam {

    private static final Set<String> KNOWN = Set.of("Sid", "Effect", "Action", "Resource", "Condition", "Principal");

    /** Conditions' keys that every question has, or has where they mean something. */
    private static final Set<String> KEYS = Set.of("s3:prefix", "aws:SecureTransport", "s3:TlsVersion");

    /** What is asked for. */
    record Question(String who, String action, String resource, Map<String, String> context) {}

    private record Statement(String who, boolean allows, JsonNode json, Resource at) {}

    private final List<Statement> statements = new ArrayList<>();
    private final Values values;

    Iam(Synthesized all) {
        values = new Values(all.templates());
        all.resources().forEach(this::gather);
    }

    private void gather(Resource resource) {
        switch (resource.type()) {
            case "AWS::IAM::Role" -> {
                String who = "<" + resource.part() + "/" + Values.plain(resource.id()) + ">";
                for (JsonNode policy : resource.properties().path("Policies")) {
                    gather(who, resource, policy.path("PolicyDocument"));
                }
            }
            case "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy" -> {
                for (JsonNode role : resource.properties().path("Roles")) {
                    gather(
                            values.of(resource.part(), role),
                            resource,
                            resource.properties().path("PolicyDocument"));
                }
            }
            default -> {
                if (resource.properties().has("PolicyDocument")) {
                    gather("*", resource, resource.properties().path("PolicyDocument"));
                }
            }
        }
    }

    private void gather(String who, Resource at, JsonNode document) {
        for (JsonNode statement : document.path("Statement")) {
            statement.fieldNames().forEachRemaining(field -> require(KNOWN.contains(field), field, at));
            String effect = statement.path("Effect").asText();
            require(Set.of("Allow", "Deny").contains(effect), effect, at);
            statements.add(new Statement(who, effect.equals("Allow"), statement, at));
        }
    }

    /** Whether somebody may do something: a resource's own policy allows services alone, and denies everybody. */
    boolean allows(Question question) {
        List<Statement> fitting = statements.stream()
                .filter(statement -> statement.who().equals(question.who())
                        || (statement.who().equals("*") && !statement.allows()))
                .filter(statement -> fits(statement, question))
                .toList();
        return !fitting.isEmpty() && fitting.stream().allMatch(Statement::allows);
    }

    private boolean fits(Statement statement, Question question) {
        return several(statement.json().path("Action")).stream().anyMatch(it -> like(it.asText(), question.action()))
                && several(statement.json().path("Resource")).stream()
                        .anyMatch(it -> like(resource(statement, it), question.resource()))
                && holds(statement, question.context());
    }

    private String resource(Statement statement, JsonNode resource) {
        String name = values.of(statement.at().part(), resource);
        require(!name.startsWith("{"), name, statement.at());
        return name;
    }

    private boolean holds(Statement statement, Map<String, String> context) {
        boolean holds = true;
        for (Map.Entry<String, JsonNode> test :
                statement.json().path("Condition").properties()) {
            for (Map.Entry<String, JsonNode> key : test.getValue().properties()) {
                require(KEYS.contains(key.getKey()), key.getKey(), statement.at());
                // What a request does not say is like nothing.
                String actual = context.getOrDefault(key.getKey(), "");
                holds &= several(key.getValue()).stream()
                        .anyMatch(it -> holds(test.getKey(), it.asText(), actual, statement.at()));
            }
        }
        return holds;
    }

    private static boolean holds(String operator, String wanted, String actual, Resource at) {
        return switch (operator) {
            case "StringLike" -> like(wanted, actual);
            case "StringEquals", "Bool" -> wanted.equals(actual);
            case "NumericLessThan" -> new BigDecimal(actual).compareTo(new BigDecimal(wanted)) < 0;
            default -> throw unknown(operator, at);
        };
    }

    /** As IAM compares: {@code *} stands for anything, {@code ?} for one character. */
    static boolean like(String pattern, String actual) {
        StringBuilder regex = new StringBuilder();
        pattern.chars()
                .forEach(c -> regex.append(
                        switch (c) {
                            case '*' -> ".*";
                            case '?' -> ".";
                            default -> Pattern.quote(Character.toString(c));
                        }));
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(actual).matches();
    }

    private static List<JsonNode> several(JsonNode value) {
        List<JsonNode> all = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(all::add);
        } else {
            all.add(value);
        }
        return all;
    }

    private static void require(boolean known, String what, Resource at) {
        if (!known) {
            throw unknown(what, at);
        }
    }

    private static IllegalArgumentException unknown(String what, Resource at) {
        return new IllegalArgumentException(
                what + " in a policy of " + at.part() + "/" + at.id() + " is not known here");
    }
}
