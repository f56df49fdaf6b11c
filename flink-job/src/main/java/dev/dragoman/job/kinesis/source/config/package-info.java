/**
 * Every option of the source, with key, type, default and description.
 */
@NullMarked
package dev.dragoman.job.kinesis.source.config;

import org.jspecify.annotations.NullMarked;
