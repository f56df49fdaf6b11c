/**
 * What can be watched from outside. Knows nothing of how shards are read.
 */
@NullMarked
package dev.dragoman.job.kinesis.source.metrics;

import org.jspecify.annotations.NullMarked;
