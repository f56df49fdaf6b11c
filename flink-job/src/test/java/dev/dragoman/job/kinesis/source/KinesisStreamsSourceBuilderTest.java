package dev.dragoman.job.kinesis.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dragoman.job.kinesis.StreamEventDeserializer;
import dev.dragoman.job.kinesis.source.config.KinesisSourceConfigOptions;
import dev.dragoman.job.kinesis.source.config.KinesisSourceConfigOptions.InitialPosition;
import dev.dragoman.job.model.SpeakerEvent;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class KinesisStreamsSourceBuilderTest {

    private static final String ARN = "arn:aws:kinesis:eu-west-1:123456789012:stream/dragoman";

    private final KinesisStreamsSourceBuilder<SpeakerEvent> builder = KinesisStreamsSource.<SpeakerEvent>builder()
            .setStreamArn(ARN)
            .setDeserializationSchema(new StreamEventDeserializer());

    @Test
    void buildsASourceThatCanBeSentToTheCluster() throws Exception {
        KinesisStreamsSource<SpeakerEvent> source = builder.build();

        KinesisStreamsSource<SpeakerEvent> copy = InstantiationUtil.clone(source);

        assertThat(copy.getProducedType()).isEqualTo(source.getProducedType());
    }

    @Test
    void acceptsATimeAsDateOrAsSeconds() {
        for (String time : new String[] {"2026-11-22T12:00:00.000+01:00", "1459799926.480", "1459799926"}) {
            Configuration config = new Configuration();
            config.set(KinesisSourceConfigOptions.STREAM_INITIAL_POSITION, InitialPosition.AT_TIMESTAMP);
            config.set(KinesisSourceConfigOptions.STREAM_INITIAL_TIMESTAMP, time);

            assertThat(builder.setSourceConfig(config).build()).isNotNull();
        }
    }

    @Test
    void namesAllMistakesAtOnce() {
        Configuration config = new Configuration();
        config.set(KinesisSourceConfigOptions.STREAM_INITIAL_POSITION, InitialPosition.AT_TIMESTAMP);
        config.set(KinesisSourceConfigOptions.STREAM_INITIAL_TIMESTAMP, "yesterday");
        config.set(KinesisSourceConfigOptions.SHARD_GET_RECORDS_MAX, 0);
        config.setString(KinesisSourceConfigOptions.READER_REQUEST_TIMEOUT.key(), "soon");
        config.setString("aws.credentials.provider", "BASIC");
        KinesisStreamsSourceBuilder<SpeakerEvent> wrong = KinesisStreamsSource.<SpeakerEvent>builder()
                .setStreamArn("dragoman")
                .setSourceConfig(config);

        assertThatThrownBy(wrong::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'dragoman'")
                .hasMessageContaining("source.init.timestamp is 'yesterday'")
                .hasMessageContaining("source.shard.get-records.max-record-count is 0")
                .hasMessageContaining("source.reader.request-timeout")
                .hasMessageContaining("aws.credentials.provider.basic.accesskeyid")
                .hasMessageContaining("the deserialization schema is missing");
    }

    @Test
    void asksForATimeWhenItIsToStartAtOne() {
        Configuration config = new Configuration();
        config.set(KinesisSourceConfigOptions.STREAM_INITIAL_POSITION, InitialPosition.AT_TIMESTAMP);

        assertThatThrownBy(() -> builder.setSourceConfig(config).build())
                .hasMessageContaining("source.init.timestamp is missing");
    }
}
