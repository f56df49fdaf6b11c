/**
 * One shard and how far it is read, and their bytes in checkpoints. Knows no other package here.
 */
@NullMarked
package dev.dragoman.job.kinesis.source.split;

import org.jspecify.annotations.NullMarked;
