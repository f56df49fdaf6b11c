/**
 * From a text to its speech as MP3, with the voice of the language and its length. Knows the
 * records of the model and a synthesizer; must not know where the text came from, where the speech
 * is kept or who hears it.
 */
@NullMarked
package dev.dragoman.job.synthesize;

import org.jspecify.annotations.NullMarked;
