/**
 * Turns batches (WebM) into PCM by running ffmpeg: the stage between reassembly and transcription.
 * Knows ffmpeg and the model; not how batches are made, nor what becomes of their sound.
 */
@NullMarked
package dev.dragoman.job.transcode;

import org.jspecify.annotations.NullMarked;
