package dev.dragoman.job.transcribe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Pcm;
import dev.dragoman.job.model.Session;
import dev.dragoman.job.model.Utterance;
import dev.dragoman.protocol.SessionSettings;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in state and what flows is serialised field by field, never by Kryo. */
class StateTypesTest {

    @ParameterizedTest
    @ValueSource(classes = {Progress.class, AudioSegment.class, Pcm.class, Utterance.class, DeadLetter.class})
    void isAPojo(Class<?> type) {
        SerializerConfigImpl config = new SerializerConfigImpl();
        config.setGenericTypes(false);
        assertThat(TypeInformation.of(type).createSerializer(config)).isInstanceOf(PojoSerializer.class);
    }

    @Test
    void progressIsWrittenAndReadBack() throws Exception {
        // Given
        Progress progress = Progress.of(new Session("golden-eagle-427", "en", SessionSettings.defaults()), 16)
                .receivedUpTo(32_000, 5, 1)
                .spokenUpTo(31_000)
                .uttered(900)
                .coveredUpTo(14_400)
                .lost(14_400, 20_000)
                .ending();
        TypeSerializer<Progress> serializer =
                TypeInformation.of(Progress.class).createSerializer(new SerializerConfigImpl());

        // When
        DataOutputSerializer out = new DataOutputSerializer(256);
        serializer.serialize(progress, out);
        Progress read = serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));

        // Then
        assertThat(read).isEqualTo(progress);
        assertThat(read.gaps()).isEqualTo(2);
        assertThat(read.lost(20_000, 30_000).gaps()).as("the same gap goes on").isEqualTo(2);
        assertThat(read.coveredUpTo(25_000).lost(25_000, 30_000).gaps())
                .as("another gap")
                .isEqualTo(3);
    }
}
