/**
 * Reads the assigned shards, all at once from one thread, and emits records, watermarks and shard
 * ends. Knows nothing of discovery.
 */
@NullMarked
package dev.dragoman.job.kinesis.source.reader;

import org.jspecify.annotations.NullMarked;
