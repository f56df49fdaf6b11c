package dev.dragoman.job.kinesis.source.event;

import org.apache.flink.api.connector.source.SourceEvent;

/** From the enumerator: all shards are assigned, and none to this reader. It need not hold back time. */
public record NothingToReadEvent() implements SourceEvent {}
