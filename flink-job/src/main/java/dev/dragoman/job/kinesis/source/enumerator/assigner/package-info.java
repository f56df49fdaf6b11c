/**
 * Ways to share shards among readers. They know nothing of discovery or of reading.
 */
@NullMarked
package dev.dragoman.job.kinesis.source.enumerator.assigner;

import org.jspecify.annotations.NullMarked;
