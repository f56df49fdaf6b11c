/**
 * Speech to text: one stream of recognition per session, from decoded audio to utterances. Knows
 * the model and its own service's interface, {@link dev.dragoman.job.transcribe.Transcriber}; knows
 * no other stage, and nothing of what becomes of an utterance.
 */
@NullMarked
package dev.dragoman.job.transcribe;

import org.jspecify.annotations.NullMarked;
