/**
 * Where AWS services are and how to reach them: the one place that turns a region and an optional
 * endpoint into an SDK client's settings. Knows no stage.
 */
@NullMarked
package dev.dragoman.job.aws;

import org.jspecify.annotations.NullMarked;
