package dev.dragoman.job.kinesis.source.event;

import dev.dragoman.job.kinesis.source.proxy.ShardDescription;
import java.util.List;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * From a reader: everything in a shard has been emitted. Said again after a restart until the
 * enumerator acknowledges it.
 *
 * @param shardId the shard
 * @param childShards those that go on, if the service said
 */
public record ShardEndedEvent(String shardId, List<ShardDescription> childShards) implements SourceEvent {

    public ShardEndedEvent {
        childShards = List.copyOf(childShards);
    }
}
