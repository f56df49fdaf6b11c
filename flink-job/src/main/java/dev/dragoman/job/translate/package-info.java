/**
 * From an utterance to its text in another language. Knows the records of the model and a
 * translator; must not know who listens, how the text was recognised or what becomes of it.
 */
@NullMarked
package dev.dragoman.job.translate;

import org.jspecify.annotations.NullMarked;
