package dev.dragoman.job.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.SpeakerEvent;
import dev.dragoman.protocol.ChunkReference;
import dev.dragoman.protocol.ProtocolJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.Record;

class StreamEventDeserializerTest {

    private static final Instant ARRIVED = Instant.parse("2026-11-22T12:00:00.123Z");

    private static final ChunkReference CHUNK =
            new ChunkReference(1, "golden-eagle-427", 1_795_348_800_000L, 0, 7, "bucket", "key", 690, 5);

    @Test
    void readsAnEventOfTheProtocol() {
        assertThat(deserialize(ProtocolJson.writeBytes(CHUNK)))
                .isEqualTo(
                        new SpeakerEvent("golden-eagle-427", 1_795_348_800_000L, null, CHUNK, null, null, null, null));
    }

    @Test
    void ignoresFieldsThatItDoesNotKnow() {
        String later = ProtocolJson.write(CHUNK).replace("\"version\":1", "\"version\":1,\"new\":true");

        assertThat(deserialize(later.getBytes(StandardCharsets.UTF_8)).chunk()).isEqualTo(CHUNK);
    }

    @Test
    void anEventOfAnotherVersionIsUnreadable() {
        String later = ProtocolJson.write(CHUNK).replace("\"version\":1", "\"version\":2");

        assertThat(deserialize(later.getBytes(StandardCharsets.UTF_8)).unreadable())
                .satisfies(letter -> assertThat(letter.detail()).contains("version"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "not JSON but the secret words",
                "{\"type\":\"the secret words\"}",
                "{\"type\":\"chunk\",\"version\":\"the secret words\"}",
                "{\"type\":\"chunk\"}",
                "[\"the secret words\"]",
                "\"the secret words\""
            })
    void putsADeadLetterInPlaceOfWhatItCannotReadWithoutAnyOfIt(String data) {
        // When
        SpeakerEvent event = deserialize(data.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(event.sessionId()).isEqualTo("golden-eagle-427");
        assertThat(event.serverMillis()).isEqualTo(ARRIVED.toEpochMilli());
        assertThat(event.chunk()).isNull();
        assertThat(event.unreadable()).satisfies(letter -> {
            assertThat(letter.stage()).isEqualTo("source");
            assertThat(letter.reason()).isEqualTo("UNREADABLE_EVENT");
            assertThat(letter.sessionId()).isEqualTo("golden-eagle-427");
            assertThat(letter.reference()).isEqualTo("shardId-000000000001/4242");
            assertThat(letter.serverMillis()).isEqualTo(ARRIVED.toEpochMilli());
            assertThat(letter.toString()).doesNotContain("secret");
        });
    }

    @Test
    void anAggregatedRecordIsUnreadable() {
        byte[] aggregated = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2, 10, 1, 65};

        assertThat(deserialize(aggregated).unreadable()).isNotNull();
    }

    private static SpeakerEvent deserialize(byte[] data) {
        Record record = Record.builder()
                .data(SdkBytes.fromByteArray(data))
                .partitionKey("golden-eagle-427")
                .sequenceNumber("4242")
                .approximateArrivalTimestamp(ARRIVED)
                .build();
        List<SpeakerEvent> collected = new ArrayList<>();
        new StreamEventDeserializer().deserialize(record, "arn", "shardId-000000000001", new Collector<>() {
            @Override
            public void collect(SpeakerEvent event) {
                collected.add(event);
            }

            @Override
            public void close() {}
        });
        assertThat(collected).hasSize(1);
        return collected.get(0);
    }
}
