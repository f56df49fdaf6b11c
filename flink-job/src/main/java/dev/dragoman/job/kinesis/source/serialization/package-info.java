/**
 * From a Kinesis record to the job's type; knows nothing of shards.
 */
@NullMarked
package dev.dragoman.job.kinesis.source.serialization;

import org.jspecify.annotations.NullMarked;
