package dev.dragoman.cdk;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What stands in a template, as somebody would write it: references as the name of what they refer to,
 * {@code <storage/Audio.Arn>}, also across stacks.
 */
final class Values {

    private final Map<String, JsonNode> templates;

    Values(Map<String, JsonNode> templates) {
        this.templates = templates;
    }

    /** A value of a stack's template. */
    String of(String part, JsonNode value) {
        if (value.isValueNode()) {
            return value.asText();
        }
        String function = value.fieldNames().next();
        JsonNode argument = value.get(function);
        return switch (function) {
            case "Ref" -> reference(part, argument.asText());
            case "Fn::GetAtt" ->
                "<" + part + "/" + plain(argument.get(0).asText()) + "."
                        + argument.get(1).asText() + ">";
            case "Fn::Join" -> joined(part, argument);
            case "Fn::Sub" -> argument.isArray() ? argument.get(0).asText() : argument.asText();
            case "Fn::ImportValue" -> imported(argument.asText());
            default -> value.toString();
        };
    }

    private String joined(String part, JsonNode argument) {
        List<String> pieces = new ArrayList<>();
        argument.get(1).forEach(piece -> pieces.add(of(part, piece)));
        return String.join(argument.get(0).asText(), pieces);
    }

    private static String reference(String part, String name) {
        return name.startsWith("AWS::")
                ? "${" + name.substring("AWS::".length()) + "}"
                : "<" + part + "/" + plain(name) + ">";
    }

    private String imported(String name) {
        for (Map.Entry<String, JsonNode> template : templates.entrySet()) {
            for (JsonNode output : template.getValue().path("Outputs")) {
                if (name.equals(output.path("Export").path("Name").asText())) {
                    return of(template.getKey(), output.get("Value"));
                }
            }
        }
        throw new IllegalArgumentException("nobody exports " + name);
    }

    /** Without the hash that makes an id unique. */
    static String plain(String logicalId) {
        return logicalId.replaceAll("[0-9A-F]{8}$", "");
    }
}
