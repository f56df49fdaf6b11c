/**
 * A source for one Kinesis stream: exactly once into state, parents before children, watermarks that
 * move while shards are idle. Knows Flink and Kinesis and nothing of what the records mean.
 */
@NullMarked
package dev.dragoman.job.kinesis.source;

import org.jspecify.annotations.NullMarked;
