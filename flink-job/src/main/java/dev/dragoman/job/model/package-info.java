/**
 * What flows between the stages of the job, as records that Flink serialises as POJOs: public, with
 * fields that are primitives, strings, arrays, enums, lists or such records. Knows no stage.
 *
 * <p>Positions in audio are in samples at 48 kHz (the clock of Opus) until transcoding and in media
 * time, milliseconds since the session's first sample, after it.
 */
@NullMarked
package dev.dragoman.job.model;

import org.jspecify.annotations.NullMarked;
