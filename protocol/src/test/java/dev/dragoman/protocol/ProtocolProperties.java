package dev.dragoman.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class ProtocolProperties {

    @Property
    void whatIsWrittenIsWhatIsRead(@ForAll("messages") Object message) throws Exception {
        // When
        Object read = Messages.readLike(message, ProtocolJson.write(message));

        // Then
        assertThat(read).hasSameClassAs(message).usingRecursiveComparison().isEqualTo(message);
    }

    @Property
    void anyTextIsReadOrRefusedAsAMessage(@ForAll String text) {
        // When, then: nothing else is ever thrown
        try {
            assertThat(ProtocolJson.readClientMessage(text)).isNotNull();
        } catch (ProtocolException e) {
            assertThat(e.toProblem().message()).isNotBlank();
        }
    }

    @Property
    void anyDamageToAMessageIsReadOrRefused(@ForAll("messages") Object message, @ForAll int place, @ForAll char other) {
        // Given
        StringBuilder json = new StringBuilder(ProtocolJson.write(message));
        json.setCharAt(Math.floorMod(place, json.length()), other);

        // When, then: nothing else is ever thrown
        try {
            assertThat(Messages.readLike(message, json.toString())).isNotNull();
        } catch (ProtocolException e) {
            assertThat(e.toProblem().message()).isNotBlank();
        }
    }

    @Provide
    Arbitrary<Object> messages() {
        return Arbitraries.of(Messages.kinds()).flatMap(ProtocolProperties::recordOf);
    }

    private static Arbitrary<Object> recordOf(Class<?> kind) {
        RecordComponent[] components = kind.getRecordComponents();
        List<Arbitrary<Object>> parts =
                Arrays.stream(components).map(ProtocolProperties::valueOf).toList();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return Combinators.combine(parts).as(values -> {
            try {
                Constructor<?> constructor = kind.getDeclaredConstructor(types);
                return constructor.newInstance(values.toArray());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static Arbitrary<Object> valueOf(RecordComponent component) {
        // The one version that this build reads.
        Arbitrary<Object> value = component.getName().equals("version")
                ? Arbitraries.just(StreamEvent.VERSION)
                : valueOf(component.getGenericType());
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class) ? value.injectNull(0.3) : value;
    }

    private static Arbitrary<Object> valueOf(Type type) {
        if (type instanceof ParameterizedType collection) {
            Arbitrary<Object> content = valueOf(collection.getActualTypeArguments()[0]);
            return collection.getRawType() == List.class
                    ? content.list().ofMaxSize(3).asGeneric()
                    : Arbitraries.maps(content, valueOf(collection.getActualTypeArguments()[1]))
                            .ofMaxSize(3)
                            .asGeneric();
        }
        return valueOf((Class<?>) type);
    }

    private static Arbitrary<Object> valueOf(Class<?> type) {
        if (type == String.class) {
            // Half a surrogate pair is no text: UTF-8 has no bytes for it.
            return Arbitraries.strings()
                    .ofMaxLength(60)
                    .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text))
                    .asGeneric();
        }
        if (type == int.class || type == Integer.class) {
            return Arbitraries.integers().asGeneric();
        }
        if (type == long.class) {
            return Arbitraries.longs().asGeneric();
        }
        if (type == boolean.class) {
            return Arbitraries.of(true, false).asGeneric();
        }
        if (type == byte[].class) {
            return Arbitraries.bytes().array(byte[].class).ofMaxSize(60).asGeneric();
        }
        return type.isEnum() ? Arbitraries.of(type.getEnumConstants()).map(constant -> constant) : recordOf(type);
    }
}
