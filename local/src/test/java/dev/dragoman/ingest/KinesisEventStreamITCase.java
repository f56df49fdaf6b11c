package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dragoman.local.kinesis.LocalKinesis;
import dev.dragoman.protocol.ProtocolException;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.SessionEnded;
import dev.dragoman.protocol.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

class KinesisEventStreamITCase extends EventStreamContract {

    private LocalKinesis server;
    private KinesisClient kinesis;

    @BeforeEach
    void start() {
        server = LocalKinesis.start(LocalKinesis.Settings.defaults().withStream(LocalServices.STREAM, 2));
        kinesis = LocalServices.at(server.endpoint()).kinesis();
    }

    @AfterEach
    void stop() {
        kinesis.close();
        server.close();
    }

    @Override
    EventStream stream() {
        return new KinesisEventStream(kinesis, LocalServices.STREAM);
    }

    @Override
    List<StreamEvent> eventsOf(String sessionId) {
        List<StreamEvent> events = new ArrayList<>();
        for (Shard shard : kinesis.listShards(request -> request.streamName(LocalServices.STREAM))
                .shards()) {
            String iterator = kinesis.getShardIterator(request -> request.streamName(LocalServices.STREAM)
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .shardIterator();
            for (Record record : kinesis.getRecords(request -> request.shardIterator(iterator))
                    .records()) {
                if (record.partitionKey().equals(sessionId)) {
                    events.add(read(record));
                }
            }
        }
        return events;
    }

    @Test
    void aStreamThatIsNotThereIsUnavailable() {
        // Given
        EventStream nowhere = new KinesisEventStream(kinesis, "no-such-stream");

        // When, then
        assertThatThrownBy(() -> nowhere.put(new SessionEnded(1, "golden-eagle-427", 1, 1, 1)))
                .isInstanceOf(UnavailableException.class);
    }

    private static StreamEvent read(Record record) {
        try {
            return ProtocolJson.readStreamEvent(record.data().asByteArray());
        } catch (ProtocolException e) {
            throw new IllegalStateException(e);
        }
    }
}
