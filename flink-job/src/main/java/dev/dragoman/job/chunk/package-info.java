/**
 * Redeems chunk references: the stage that brings a chunk's bytes from S3 into the stream. Knows the
 * chunk store, and nothing of what is in a chunk.
 */
@NullMarked
package dev.dragoman.job.chunk;

import org.jspecify.annotations.NullMarked;
