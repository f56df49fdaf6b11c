/**
 * Where what left the main line is kept: JSON Lines, one file a checkpoint and writer. Knows no stage.
 */
@NullMarked
package dev.dragoman.job.deadletter;

import org.jspecify.annotations.NullMarked;
