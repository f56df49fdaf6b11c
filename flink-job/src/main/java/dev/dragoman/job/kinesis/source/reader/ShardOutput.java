package dev.dragoman.job.kinesis.source.reader;

import dev.dragoman.job.kinesis.source.proxy.ShardDescription;
import java.util.List;
import software.amazon.awssdk.services.kinesis.model.Record;

/** What the fetcher thread hands to the task thread of one shard, in the shard's order. */
sealed interface ShardOutput {

    /** A record. */
    record Read(Record record) implements ShardOutput {}

    /** Everything put before a moment has been read and lies before this: time in this shard is so late. */
    record ReadToEnd(long watermarkMillis) implements ShardOutput {}

    /** The shard is closed, and everything in it lies before this. */
    record Ended(List<ShardDescription> childShards) implements ShardOutput {}

    /** The enumerator knows of the end: the shard's last word. */
    record Released() implements ShardOutput {}
}
