package dev.dragoman.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The messages between pages and server as TypeScript, from the records themselves: an interface for
 * each record, a union for each sealed interface, and the numbers and names that pages need.
 */
final class TypeScript {

    private final StringBuilder out = new StringBuilder("""
            // Generated from the records in protocol/. Don't edit: change those, then run
            //   mvn -pl protocol test -Dtest=TypeScriptTest -Ddragoman.typescript.write=true
            """);
    private final Set<Class<?>> mentioned = new LinkedHashSet<>();
    private final Set<Class<?>> written = new HashSet<>();

    private TypeScript() {}

    static String generate() {
        TypeScript types = new TypeScript();
        types.union(ClientMessage.class);
        types.union(ServerMessage.class);
        types.mentioned();
        types.constants();
        return types.out.toString();
    }

    private void union(Class<?> sealed) {
        String discriminator = sealed.getAnnotation(JsonTypeInfo.class).property();
        JsonSubTypes.Type[] kinds = sealed.getAnnotation(JsonSubTypes.class).value();
        out.append("\nexport type ").append(sealed.getSimpleName()).append(" =\n");
        out.append(Arrays.stream(kinds)
                .map(kind -> "  | " + kind.value().getSimpleName())
                .collect(Collectors.joining("\n", "", ";\n")));
        for (JsonSubTypes.Type kind : kinds) {
            interfaceOf(kind.value(), "  " + discriminator + ": '" + kind.name() + "';\n");
        }
    }

    private void mentioned() {
        // What is mentioned may mention more.
        for (List<Class<?>> left = List.copyOf(mentioned); !left.isEmpty(); left = unwritten()) {
            left.forEach(this::mentioned);
        }
    }

    private List<Class<?>> unwritten() {
        return mentioned.stream().filter(type -> !written.contains(type)).toList();
    }

    private void mentioned(Class<?> type) {
        if (written.add(type)) {
            if (type.isEnum()) {
                out.append("\nexport type ").append(type.getSimpleName()).append(" =\n");
                out.append(Arrays.stream(type.getEnumConstants())
                        .map(constant -> "  | '" + constant + "'")
                        .collect(Collectors.joining("\n", "", ";\n")));
            } else {
                interfaceOf(type, "");
            }
        }
    }

    private void constants() {
        out.append("\n/** A chunk of more bytes is sent in pieces. */\n")
                .append("export const MOST_CHUNK_BYTES = ")
                .append(AudioChunk.MOST_BYTES)
                .append(";\n");
        out.append("\n/** What a language is called by its speakers, by code. */\n")
                .append("export const LANGUAGE_NAMES: Readonly<Record<string, string>> = {\n");
        Languages.all()
                .forEach((code, name) -> out.append("  '")
                        .append(code)
                        .append("': '")
                        .append(name)
                        .append("',\n"));
        out.append("};\n");
    }

    private void interfaceOf(Class<?> record, String first) {
        out.append("\nexport interface ")
                .append(record.getSimpleName())
                .append(" {\n")
                .append(first);
        // What a creator reads in place of the constructor may be left out.
        boolean readLeniently = Arrays.stream(record.getDeclaredMethods())
                .anyMatch(method -> method.isAnnotationPresent(JsonCreator.class));
        for (RecordComponent component : record.getRecordComponents()) {
            boolean optional = readLeniently || component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            out.append("  ")
                    .append(component.getName())
                    .append(optional ? "?: " : ": ")
                    .append(type(component.getGenericType()))
                    .append(";\n");
        }
        out.append("}\n");
    }

    private String type(Type type) {
        if (type instanceof ParameterizedType collection) {
            Type[] contents = collection.getActualTypeArguments();
            return collection.getRawType() == List.class
                    ? type(contents[0]) + "[]"
                    : "Record<" + type(contents[0]) + ", " + type(contents[1]) + ">";
        }
        return type((Class<?>) type);
    }

    private String type(Class<?> type) {
        if (type == String.class) {
            return "string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        }
        if (type == byte[].class) {
            return "string /* base64 */";
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "number";
        }
        if (type.isEnum() || type.isRecord()) {
            mentioned.add(type);
            return type.getSimpleName();
        }
        throw new IllegalArgumentException("no TypeScript for " + type);
    }
}
