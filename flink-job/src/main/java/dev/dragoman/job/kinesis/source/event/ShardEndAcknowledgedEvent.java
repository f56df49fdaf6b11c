package dev.dragoman.job.kinesis.source.event;

import org.apache.flink.api.connector.source.SourceEvent;

/**
 * From the enumerator: it knows that the shard is read, and its children are on their way to readers or
 * wait for another parent. The reader may now forget the shard and let go of its watermark.
 *
 * @param shardId the shard
 */
public record ShardEndAcknowledgedEvent(String shardId) implements SourceEvent {}
