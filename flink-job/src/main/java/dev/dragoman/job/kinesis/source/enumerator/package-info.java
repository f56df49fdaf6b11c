/**
 * Which shards there are and who reads them: finds shards, holds children back until their parents
 * are read, and remembers both in checkpoints. Knows nothing of reading.
 */
@NullMarked
package dev.dragoman.job.kinesis.source.enumerator;

import org.jspecify.annotations.NullMarked;
