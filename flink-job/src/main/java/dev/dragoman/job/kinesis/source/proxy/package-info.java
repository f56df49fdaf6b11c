/**
 * The narrow seam to Kinesis: three calls, their answers, and their failures by what the caller can
 * do. Knows nothing of Flink's runtime.
 */
@NullMarked
package dev.dragoman.job.kinesis.source.proxy;

import org.jspecify.annotations.NullMarked;
