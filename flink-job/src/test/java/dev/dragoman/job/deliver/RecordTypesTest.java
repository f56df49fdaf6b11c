package dev.dragoman.job.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.model.Notification;
import dev.dragoman.job.model.Utterance;
import dev.dragoman.job.service.Utterances;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that flows or is kept behind recognition is a POJO to Flink: nothing falls back to Kryo. */
class RecordTypesTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                Utterance.class,
                Interpretation.class,
                Notification.class,
                DeadLetter.class,
                Progress.class,
                Progress.Early.class,
                Progress.Awaited.class
            })
    void isAPojoWithoutKryo(Class<?> type) {
        TypeInformation<?> information = TypeInformation.of(type);

        assertThat(information).isInstanceOf(PojoTypeInfo.class);
        assertThat(information.createSerializer(withoutGenericTypes())).isNotNull();
    }

    @Test
    void progressSurvivesACheckpoint() throws Exception {
        // Given
        Utterance utterance = Utterances.said(3, "Hello.");
        Interpretation failed = Interpretation.asking(utterance, "es")
                .failed(new DeadLetter("translate", "TRANSLATION_FAILED", Utterances.SESSION, "es/3000", "x", 1));
        Progress progress = new Progress(
                3,
                List.of(new Progress.Early(
                        Interpretation.announcing(utterance, List.of("es"), List.of(), Map.of("es", 1L)), 17)),
                List.of(new Progress.Awaited(2, "es", 2_000, 3_000, 15, true)),
                List.of(failed),
                Map.of("es", 3_000L),
                Map.of("es", 3_500L),
                Utterances.end(9),
                Progress.NOT_OVER);
        TypeSerializer<Progress> serializer =
                TypeInformation.of(Progress.class).createSerializer(withoutGenericTypes());

        // When
        DataOutputSerializer written = new DataOutputSerializer(1_024);
        serializer.serialize(progress, written);
        Progress read = serializer.deserialize(new DataInputDeserializer(written.getCopyOfBuffer()));

        // Then
        assertThat(read).isEqualTo(progress);
        assertThat(serializer.copy(progress)).isEqualTo(progress);
    }

    private static SerializerConfigImpl withoutGenericTypes() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        return (SerializerConfigImpl) new ExecutionConfig(configuration).getSerializerConfig();
    }
}
