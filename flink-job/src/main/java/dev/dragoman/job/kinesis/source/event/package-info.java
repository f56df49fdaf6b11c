/**
 * What readers and enumerator tell each other, serialised by Java and never checkpointed.
 */
@NullMarked
package dev.dragoman.job.kinesis.source.event;

import org.jspecify.annotations.NullMarked;
